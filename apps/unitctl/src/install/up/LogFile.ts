import { appendFileSync, renameSync, statSync } from 'node:fs';

const MOST_BYTES = 10_485_760;

/** The log of a program: one file, and the one before it. What cannot be written, for example to a full disk, is dropped. */
export class LogFile {
  #bytes: number;

  public constructor(public readonly path: string) {
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  public write(line: string): void {
    try {
      if (this.#bytes > MOST_BYTES) this.#rotate();
      appendFileSync(this.path, `${line}\n`, { mode: 0o600 });
      this.#bytes += Buffer.byteLength(line) + 1;
    } catch {
      // Whatever the program does is more important than its log.
    }
  }

  #rotate(): void {
    renameSync(this.path, `${this.path}.1`);
    this.#bytes = 0;
  }
}
