import { Observable } from 'rxjs';

/**
 * What an action that takes time has come to, for a person.
 *
 * @public
 */
export interface ActionStep {
  /** Of the deployment or node-unit that it is about. */
  readonly label: string;
  readonly text: string;
}

export type Tell = (label: string, text: string) => void;

/** An action that runs while it is subscribed; it completes when it has succeeded. */
export function action(run: (tell: Tell, signal: AbortSignal) => Promise<void>): Observable<ActionStep> {
  return new Observable((subscriber) => {
    const ended = new AbortController();
    const tell: Tell = (label, text) => subscriber.next({ label, text });
    run(tell, ended.signal).then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
    return () => ended.abort(new Error('the action was ended'));
  });
}
