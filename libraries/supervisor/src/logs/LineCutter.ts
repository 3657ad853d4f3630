const NEWLINE = 10;
/** A longer line is written in parts, so that no process makes the agent hold much. */
const MOST_BYTES = 65_536;

/** Cuts a stream of bytes after whole lines, so that lines of two streams are never mixed. */
export class LineCutter {
  #rest: Buffer[] = [];
  #restBytes = 0;

  /** The whole lines that are complete with this chunk; empty if there are none. */
  public push(chunk: Buffer): readonly Buffer[] {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const lines = [...this.#rest, chunk.subarray(0, end)];
      this.#keep(chunk.subarray(end));
      return lines;
    }
    if (this.#restBytes + chunk.length <= MOST_BYTES) {
      this.#rest.push(chunk);
      this.#restBytes += chunk.length;
      return [];
    }
    const parts = [...this.#rest, chunk];
    this.#keep(Buffer.alloc(0));
    return parts;
  }

  /** What is left at the end. */
  public end(): readonly Buffer[] {
    const rest = this.#rest;
    this.#keep(Buffer.alloc(0));
    return rest;
  }

  #keep(rest: Buffer): void {
    this.#rest = rest.length === 0 ? [] : [rest];
    this.#restBytes = rest.length;
  }
}
