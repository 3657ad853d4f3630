import { contextsPath, readContexts } from '../context/contextsFile.js';

const OF_CONTEXTS: ReadonlySet<string> = new Set(['context use', 'context show', 'context rm']);
const OF_NODE_UNITS: ReadonlySet<string> = new Set(['drain', 'undrain', 'what-if']);
const OF_DEPLOYMENTS: ReadonlySet<string> = new Set(
  'ls describe why events logs scale restart enable disable rm rollout'.split(' '),
);
/** A person waits for it at every key. */
const PATIENCE_MS = 1_500;

/** The names that may stand after these verbs: of contexts, deployments or node-units. None if they cannot be read now. */
export async function completeNames(path: readonly string[]): Promise<readonly string[]> {
  const place = path.join(' ');
  if (OF_CONTEXTS.has(place)) return Object.keys(readContexts(contextsPath(process.env)).contexts);
  if (!OF_NODE_UNITS.has(place) && !OF_DEPLOYMENTS.has(place)) return [];
  const { withOperator } = await import('../operate/session.js');
  const names = withOperator({}, async (operator) => {
    const { deployments, nodeUnits } = await operator.cluster(PATIENCE_MS);
    if (OF_NODE_UNITS.has(place)) return nodeUnits.map(({ name }) => name);
    return [
      ...new Set(deployments.flatMap(({ label, deployment: { name } }) => (name === '' ? [label] : [name, label]))),
    ];
  });
  return names.catch(() => []);
}
