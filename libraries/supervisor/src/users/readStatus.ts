/** CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID: start, end and clear away what another user has. */
const CAPABILITIES = [0n, 1n, 3n, 5n, 6n, 7n];

/** Reads from `/proc/self/status` whether a process has all that it takes to handle those of other users. */
export function hasCapabilities(status: string): boolean {
  const effective = BigInt(`0x${/^CapEff:\t([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return CAPABILITIES.every((bit) => ((effective >> bit) & 1n) === 1n);
}

/** Reads whether a process is this user in every respect, with no groups beside its own and no way to gain privileges. */
export function isIsolated(status: string, uid: number): boolean {
  const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(status)?.[1]?.trim() ?? '?';
  const uids = field('Uid').split('\t');
  return (
    uids.length === 4 &&
    uids.every((each) => each === String(uid)) &&
    field('Groups') === '' &&
    field('NoNewPrivs') === '1'
  );
}
