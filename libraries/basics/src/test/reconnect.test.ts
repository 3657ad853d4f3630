import { from, of, concat, throwError, take, toArray, lastValueFrom, type Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { reconnect } from '../index.js';

describe(reconnect.name, () => {
  it('connects again after every break and says why it broke', async () => {
    const breaks: string[] = [];
    let connections = 0;
    const connect = (): Observable<number> => {
      connections += 1;
      const lost$ = throwError(() => (connections % 2 === 0 ? 'no error at all' : new Error('gone')));
      return concat(connections === 3 ? from([3, 4]) : of(connections), lost$);
    };
    const values$ = reconnect(connect, (reason) => breaks.push(reason)).pipe(take(4), toArray());
    expect(await lastValueFrom(values$)).toEqual([1, 2, 3, 4]);
    expect(breaks).toEqual(['gone', 'no error at all']);
  });

  it('takes an error in connect itself for a break', async () => {
    let attempts = 0;
    const values$ = reconnect(
      () => {
        attempts += 1;
        if (attempts === 1) throw new Error('refused');
        return of(attempts);
      },
      () => undefined,
    );
    expect(await lastValueFrom(values$)).toBe(2);
  });
});
