/** Passes texts on in order; those that arrive before it is opened wait. */
export class TextGate {
  readonly #onText: (text: string) => void;
  readonly #maxLength: number;
  #waiting: string[] | undefined = [];
  #length = 0;

  public constructor(onText: (text: string) => void, maxLength: number) {
    this.#onText = onText;
    this.#maxLength = maxLength;
  }

  /** Returns whether the text was passed on or waits; too many texts do not wait. */
  public pass(text: string): boolean {
    if (!this.#waiting) {
      this.#onText(text);
      return true;
    }
    this.#length += text.length;
    if (this.#length > this.#maxLength) return false;
    this.#waiting.push(text);
    return true;
  }

  public open(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const text of waiting) this.#onText(text);
  }
}
