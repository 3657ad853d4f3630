import { contextsPath, readContexts } from '../context/contextsFile.js';

/** The names that may stand after these verbs: of contexts. */
export async function completeNames(path: readonly string[]): Promise<readonly string[]> {
  const place = path.join(' ');
  if (['context use', 'context show', 'context rm'].includes(place)) {
    return Promise.resolve(Object.keys(readContexts(contextsPath(process.env)).contexts));
  }
  return Promise.resolve([]);
}
