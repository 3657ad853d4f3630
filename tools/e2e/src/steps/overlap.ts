import type { ScenarioRun } from '../ScenarioRun.js';

/** What a returning node-unit still ran while its successors ran a copy, as the logs of both sides tell. */
export function noteOverlap(run: ScenarioRun, returned: string, lostAtMs: number): void {
  const { records } = run.recorder;
  const after = records.filter(({ atMs }) => atMs >= lostAtMs);
  const newCopies = after.filter(
    ({ nodeUnit, event }) => nodeUnit !== returned && event === 'DeploymentProcessStarted',
  );
  const ends = after.filter(({ nodeUnit, event }) => nodeUnit === returned && event === 'DeploymentProcessExited');
  const overlaps = ends.flatMap(({ atMs, fields }) => {
    const copy = newCopies.find((record) => record.fields['deployment_id'] === fields['deployment_id']);
    return copy ? [atMs - copy.atMs] : [];
  });
  run.fact('overlap', { nodeUnit: returned, copies: overlaps.length, longestMs: Math.max(0, ...overlaps) });
}

/** Waits until the node-unit is back and runs nothing that is not its own any more; gives how much it runs then. */
export async function untilItHasStoppedWhatItLost(run: ScenarioRun, name: string): Promise<number> {
  const address = run.cluster.local.addressOf(name);
  await run.until(`${name} is back`, ({ nodeUnits }) => nodeUnits.some((nodeUnit) => nodeUnit.address === address));
  run.fact('back_online', { nodeUnit: name });
  const picture = await run.until(`${name} runs nothing`, ({ processes }) =>
    [...processes.values()].every(({ nodeUnit }) => nodeUnit !== name),
  );
  return [...picture.processes.values()].filter(({ nodeUnit }) => nodeUnit === name).length;
}
