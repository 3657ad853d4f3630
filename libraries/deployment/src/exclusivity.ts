/**
 * Until when a process of an exclusive deployment may run, and from when another node-unit may take the deployment.
 *
 * @remarks
 * Why two copies never run at the same time, whatever the network does:
 *
 * 1. The host answers a node-unit that it lists. So an answered request proves that the node-unit was listed at some
 *    moment after the request was sent. A process ends `exclusiveMs` after the last such request was sent, by the monotonic
 *    clock of its machine; a process beside the agent sees to that, so it also holds if the agent is stopped or hangs.
 * 2. Another node-unit releases the deployment only when the holder has been missing from its list without interruption
 *    for `exclusiveMs` and a margin, by its own monotonic clock, up to the sending of a request that the host has
 *    answered since: all events before that have arrived. So the last proof of the holder is older than that.
 * 3. The margin covers clocks whose rates differ by one percent, and the time that killing takes.
 * 4. A release names the claim epoch, one that was known before that request was sent. A node-unit starts an exclusive
 *    deployment only under an epoch that it has itself obtained, and has proven its membership for since then with no gap
 *    longer than `exclusiveMs`. After a gap or a restart it needs a new epoch. So a release that was decided during a gap
 *    and arrives late, or is decided when the holder is just coming back, changes nothing.
 *
 * Clocks of different machines are never compared. Beyond this is a machine that is frozen as a whole and wakes up: its
 * processes run on for a moment. There the claim epoch is a fencing token.
 *
 * @param provenMs - When the request was sent that the host has answered last.
 *
 * @public
 */
export function leaseEndMs(provenMs: number, exclusiveMs: number): number {
  return provenMs + exclusiveMs;
}

/** For clocks whose rates differ by one percent each. */
const MARGIN_RATIO = 0.03;
/** For the end of the processes. */
const MARGIN_MS = 500;

/**
 * How long the holder of a deployment must have been missing before another node-unit releases it; 0 if it is not
 * exclusive. See {@link leaseEndMs}.
 *
 * @public
 */
export function releaseWaitMs(exclusiveMs: number): number {
  return exclusiveMs === 0 ? 0 : exclusiveMs * (1 + MARGIN_RATIO) + MARGIN_MS;
}
