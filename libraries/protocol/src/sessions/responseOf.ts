import type { Observable } from 'rxjs';

import type { Message, Response } from '../wire/Message.js';

const NO_RESPONSE: Response<never> = { code: 'NO_RESPONSE', message: 'No Response Received' };

/** The response in a session. The whole session is awaited, so that it needs no abort. */
export function responseOf<T>(messages$: Observable<Message>): Promise<Response<T>> {
  return new Promise((resolve, reject) => {
    let response: Response<T> = NO_RESPONSE;
    messages$.subscribe({
      next: (message) => (response = (message.res as Response<T> | undefined) ?? response),
      error: reject,
      complete: () => resolve(response),
    });
  });
}
