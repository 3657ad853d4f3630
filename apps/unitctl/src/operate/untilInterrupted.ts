import { fromEvent, merge, type Observable, take } from 'rxjs';

/** Emits when a person or a service manager wants this command to end. */
export function untilInterrupted(): Observable<unknown> {
  return merge(fromEvent(process, 'SIGINT'), fromEvent(process, 'SIGTERM')).pipe(take(1));
}
