/** In the texts that the host sends, what stands there exactly once for each terminal. */
const TERMINAL = Buffer.from('"terminal_id":"');
const OLD = Buffer.from('"old":{');

/**
 * How many terminals are in the host's list, by the list and the numbered changes after it. Counts instead of storing: a
 * process that stands for hundreds of machines has no time to do the work of each.
 */
export class SeenDirectory {
  #acknowledged: number | undefined;
  #size = 0;

  public get size(): number {
    return this.#size;
  }

  public forget(): void {
    this.#acknowledged = undefined;
    this.#size = 0;
  }

  /** The frame that carries the whole list. */
  public readList(frame: Buffer): void {
    const end = frame.toString('latin1', frame.length - 400);
    const [, seqId] = /"seq_id":(\d+),"uptime_ms"/.exec(end) ?? [];
    if (seqId === undefined) throw new Error(`expected a list with its number, got one that ends with ${end}`);
    this.#acknowledged = Number(seqId);
    this.#size = countOf(TERMINAL, frame);
  }

  /** A frame of the HostEvent channel. Gives whether the list has to be fetched, because this does not continue it. */
  public readEvent(frame: Buffer): boolean {
    const [, seqId, first] =
      /"seq_id":(\d+),"type":"TERMINAL_CHANGE","payload":\{"(new|old)"/.exec(beginOf(frame)) ?? [];
    if (seqId === undefined || this.#acknowledged === undefined) return false;
    if (Number(seqId) !== this.#acknowledged + 1) return true;
    this.#acknowledged = Number(seqId);
    if (first === 'old') this.#size -= 1;
    else if (!frame.includes(OLD)) this.#size += 1;
    return false;
  }
}

/** Of a frame, the header and the beginning of the message. */
export function beginOf(frame: Buffer): string {
  return frame.toString('latin1', 0, Math.min(frame.length, 300));
}

function countOf(part: Buffer, whole: Buffer): number {
  let count = 0;
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + part.length)) count += 1;
  return count;
}
