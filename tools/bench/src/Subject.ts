import type { Figure } from './Figure.js';

/** Something that can be measured. */
export interface Subject {
  /** On the command line. */
  readonly name: string;
  /** One line for the help. */
  readonly description: string;
  /**
   * Gives one figure after the other.
   *
   * @throws the reason of the signal soon after it is aborted; nothing is left then
   */
  measure(signal: AbortSignal): AsyncIterable<Figure> | Iterable<Figure>;
}
