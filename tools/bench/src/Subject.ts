import type { Figure } from './Figure.js';

/** Something that can be measured. */
export interface Subject {
  /** On the command line. */
  readonly name: string;
  /** One line for the help. */
  readonly description: string;
  /** Gives one figure after the other. */
  measure(): AsyncIterable<Figure> | Iterable<Figure>;
}
