import { interruptible } from '@node-unit/app-runtime';
import { fromEvent, type Observable } from 'rxjs';

/** Emits when a person or a service manager wants this command to end; the second time, it ends at once. */
export function untilInterrupted(): Observable<unknown> {
  return fromEvent(interruptible(), 'abort');
}
