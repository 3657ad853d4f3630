import { messageOf } from '@node-unit/basics';

/** What has to be undone, in the reverse order, whatever happens. */
export class CleanUp {
  readonly #steps: { readonly what: string; readonly undo: () => Promise<void> }[] = [];

  /** @param what - is named if it cannot be undone */
  public add(what: string, undo: () => Promise<void>): void {
    this.#steps.unshift({ what, undo });
  }

  /** Undoes everything, also when one of the steps fails. Never rejects; gives what is left, in words. */
  public async run(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const { what, undo } of this.#steps.splice(0)) {
      try {
        await undo();
      } catch (error) {
        left.push(`${what} (${messageOf(error)})`);
      }
    }
    return left;
  }
}
