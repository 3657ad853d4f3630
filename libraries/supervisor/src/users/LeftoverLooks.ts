import { findLeftovers } from './findLeftovers.js';
import type { UidRange } from './UidRange.js';

type Leftovers = ReadonlySet<number>;

/** Looks for what the users of a range have left: one look for all who ask before it begins. */
export class LeftoverLooks {
  private running: Promise<unknown> = Promise.resolve();
  private coming: Promise<Leftovers> | undefined;

  public constructor(private readonly range: UidRange) {}

  /**
   * What is left now; the look begins after this call.
   *
   * @throws the error of the system if it cannot look
   */
  public next(): Promise<Leftovers> {
    return (this.coming ??= this.look());
  }

  private async look(): Promise<Leftovers> {
    await this.running.catch(() => undefined);
    this.coming = undefined;
    const found = findLeftovers(this.range);
    this.running = found;
    return found;
  }
}
