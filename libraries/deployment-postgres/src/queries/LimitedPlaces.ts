import { Observable, Subscription } from 'rxjs';

/** Lets so many things happen at a time; the others wait in line. */
export class LimitedPlaces {
  readonly #inside = new Set<() => void>();
  readonly #waiting = new Set<() => void>();
  readonly #places: number;

  public constructor(places: number) {
    this.#places = places;
  }

  /** The same, but begun when there is a place. Unsubscribing leaves the line. */
  public admit<T>(work$: Observable<T>): Observable<T> {
    return new Observable((subscriber) => {
      const work = new Subscription();
      const enter = (): void => work.add(work$.subscribe(subscriber));
      work.add(() => this.#leave(enter));
      this.#waiting.add(enter);
      this.#fill();
      return work;
    });
  }

  #leave(enter: () => void): void {
    this.#waiting.delete(enter);
    this.#inside.delete(enter);
    this.#fill();
  }

  #fill(): void {
    for (const enter of [...this.#waiting]) {
      if (this.#inside.size >= this.#places) return;
      this.#waiting.delete(enter);
      this.#inside.add(enter);
      enter();
    }
  }
}
