import { type BackOff, backOffMs } from '@node-unit/basics';

/** Where a {@link LogSink} writes. */
export interface LogOutput {
  /**
   * Takes over what can be taken without waiting, or in the background; gives the number of bytes, 0 if the reader is
   * slower. Throws or rejects if nothing can be written now.
   */
  send(bytes: Buffer): number | Promise<number>;
}

/** When something is tried again: soon if the reader is slow, later if the disk is full or nobody reads any more. */
const SLOW_RETRY: BackOff = { firstMs: 4, mostMs: 200 };
const FAULT_RETRY_MS = 1_000;
const MOST_BYTES = 1_048_576;

/**
 * Writes lines without ever blocking, failing or growing: what cannot be written waits, up to a mebibyte; what comes then
 * is dropped and counted.
 */
export class LogSink {
  readonly #output: LogOutput;
  readonly #onRecovered: (droppedLines: number) => void;
  readonly #queue: Buffer[] = [];
  #queuedBytes = 0;
  #dropped = 0;
  /** In a row, for a slow reader. */
  #waits = 0;
  #isBusy = false;
  #retry: NodeJS.Timeout | undefined;

  /** @param onRecovered - Called when lines were dropped and there is room again. */
  public constructor(output: LogOutput, onRecovered: (droppedLines: number) => void) {
    this.#output = output;
    this.#onRecovered = onRecovered;
  }

  public write(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#queuedBytes + bytes.length > MOST_BYTES) {
      this.#dropped += 1;
      return;
    }
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    if (this.#retry === undefined) this.#drain();
  }

  /** Resolves when everything is written, or after that time. */
  public async flush(timeoutMs: number): Promise<void> {
    const endMs = performance.now() + timeoutMs;
    while (this.#queue.length > 0 && performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      this.#drain();
    }
  }

  #drain(): void {
    while (!this.#isBusy && this.#queue.length > 0) {
      const [head = Buffer.alloc(0)] = this.#queue;
      try {
        const sent = this.#output.send(head);
        if (typeof sent !== 'number') return this.#await(sent);
        if (!this.#advance(sent)) return;
      } catch {
        return this.#tryLater(FAULT_RETRY_MS);
      }
    }
  }

  #await(sent: Promise<number>): void {
    this.#isBusy = true;
    sent.then(
      (bytes) => {
        this.#isBusy = false;
        if (this.#advance(bytes)) this.#drain();
      },
      () => {
        this.#isBusy = false;
        this.#tryLater(FAULT_RETRY_MS);
      },
    );
  }

  /** Removes what is written; false if the reader is slow. */
  #advance(bytes: number): boolean {
    if (bytes === 0) {
      this.#tryLater(backOffMs(SLOW_RETRY, this.#waits, 1));
      this.#waits += 1;
      return false;
    }
    this.#waits = 0;
    const [head = Buffer.alloc(0)] = this.#queue;
    if (bytes < head.length) this.#queue[0] = head.subarray(bytes);
    else this.#queue.shift();
    this.#queuedBytes -= bytes;
    if (this.#dropped > 0 && this.#queuedBytes < MOST_BYTES / 2) this.#recover();
    return true;
  }

  #recover(): void {
    const dropped = this.#dropped;
    this.#dropped = 0;
    this.#onRecovered(dropped);
  }

  #tryLater(delayMs: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#drain();
    }, delayMs);
    // A log does not keep a program running.
    this.#retry.unref();
  }
}
