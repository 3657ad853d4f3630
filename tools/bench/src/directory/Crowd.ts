import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';

/** A program of this package that stands for many machines. */
export class Crowd {
  readonly #process: ChildProcess;
  readonly #lines: Interface;
  #latest: string | undefined;

  public constructor(program: string, args: readonly string[]) {
    this.#process = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout! });
    this.#lines.on('line', (line) => (this.#latest = line));
  }

  public get pid(): number {
    return this.#process.pid ?? Number.NaN;
  }

  /** The latest line, now or as soon as it is one that fits. */
  public async says(fits: (line: string) => boolean): Promise<string> {
    while (this.#latest === undefined || !fits(this.#latest)) {
      if (this.#process.exitCode !== null) throw new Error('the crowd has ended');
      await Promise.race([once(this.#lines, 'line'), once(this.#process, 'exit')]);
    }
    return this.#latest;
  }

  public end(): void {
    this.#process.kill('SIGKILL');
  }
}
