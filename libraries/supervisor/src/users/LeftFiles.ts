import { findFileOwners } from './findLeftovers.js';
import type { UidRange } from './UidRange.js';

type Owners = ReadonlySet<number>;

/** Looks for the files that the users of a range have left: one look for all who ask before it begins. */
export class LeftFiles {
  private running: Promise<unknown> = Promise.resolve();
  private coming: Promise<Owners> | undefined;

  public constructor(private readonly range: UidRange) {}

  /**
   * Who has files now; the look begins after this call.
   *
   * @throws the error of the system if it cannot look
   */
  public next(): Promise<Owners> {
    return (this.coming ??= this.look());
  }

  private async look(): Promise<Owners> {
    await this.running.catch(() => undefined);
    this.coming = undefined;
    const found = findFileOwners(this.range);
    this.running = found;
    return found;
  }
}
