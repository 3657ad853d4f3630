import { messageOf } from '@node-unit/basics';
import { z } from 'zod';

const MAX_TIMER_MS = 2_147_483_647;

const numberText = (expected: string, accepts: (value: number) => boolean): z.ZodType<number, string> =>
  z.string().transform((text, context) => {
    const value = /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (accepts(value)) return value;
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });

const wholeFrom = (least: number, most: number) => (value: number) =>
  Number.isInteger(value) && value >= least && value <= most;

/**
 * A duration in whole milliseconds that a timer can hold.
 *
 * @public
 */
export function milliseconds(defaultMs: number): z.ZodType<number, string | undefined> {
  return numberText('a whole number of milliseconds, at least 1', wholeFrom(1, MAX_TIMER_MS)).default(defaultMs);
}

/**
 * A whole number of things, at least one.
 *
 * @public
 */
export function count(defaultCount: number): z.ZodType<number, string | undefined> {
  return numberText('a whole number, at least 1', wholeFrom(1, Number.MAX_SAFE_INTEGER)).default(defaultCount);
}

/**
 * A TCP port to listen on; 0 = any that is free.
 *
 * @public
 */
export function httpPort(defaultPort: number): z.ZodType<number, string | undefined> {
  return numberText('a port from 0 to 65535', wholeFrom(0, 65_535)).default(defaultPort);
}

/**
 * `true` or `false`, nothing else.
 *
 * @public
 */
export function booleanText(defaultValue: boolean): z.ZodType<boolean, string | undefined> {
  return z
    .enum(['true', 'false'], { message: 'expected true or false' })
    .transform((text) => text === 'true')
    .default(defaultValue);
}

/**
 * Any text, or nothing.
 *
 * @public
 */
export function optionalText(): z.ZodType<string | undefined, string | undefined> {
  return z.string().optional();
}

/**
 * A text that a function reads; what the function throws says what is wrong with it.
 *
 * @public
 */
export function textReadBy<Value>(read: (text: string) => Value): z.ZodType<Value, string> {
  return z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
      return z.NEVER;
    }
  });
}

/**
 * The address of a host.
 *
 * @public
 */
export function webSocketUrl(): z.ZodType<string, string> {
  return z.url({ protocol: /^wss?$/, message: 'expected a ws:// or wss:// address' });
}

/**
 * The address of a PostgreSQL database.
 *
 * @public
 */
export function postgresUri(): z.ZodType<string, string> {
  return z.url({
    protocol: /^postgres(ql)?$/,
    message: 'expected postgres://user:password@host:5432/database',
  });
}
