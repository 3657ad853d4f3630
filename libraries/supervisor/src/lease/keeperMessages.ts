/**
 * What the agent tells the keeper, one JSON object a line. Times are milliseconds of the machine's monotonic clock, which
 * all processes share.
 */
export type KeeperOrder =
  /** The membership was proven by the answer to a request that was sent at `askedMs`. */
  | { readonly kind: 'prove'; readonly askedMs: number }
  | {
      readonly kind: 'guard';
      readonly runId: string;
      readonly deploymentId: string;
      readonly exclusiveMs: number;
      readonly dedicatedUid: number | undefined;
    }
  /** The run has a process group now. */
  | { readonly kind: 'group'; readonly runId: string; readonly groupId: number }
  | { readonly kind: 'release'; readonly runId: string };

/** What the keeper tells the agent. */
export type KeeperReport = { readonly runId: string } & (
  | { readonly kind: 'guarded' }
  /** Too late: there has been no proof for longer than allowed. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'expired'; readonly deploymentId: string }
);

/** Reads whole lines of JSON from chunks of text. */
export function lineReader<T>(onLine: (value: T) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(JSON.parse(line) as T);
  };
}
