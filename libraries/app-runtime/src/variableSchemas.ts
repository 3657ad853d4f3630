import { messageOf } from '@node-unit/basics';
import { isPublicKey } from '@node-unit/protocol';
import * as z from 'zod';

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
 * A duration in whole milliseconds, at most the maximum of a timer.
 *
 * @public
 */
export function milliseconds(defaultMs: number): z.ZodType<number, string | undefined> {
  return numberText('a whole number of milliseconds, at least 1', wholeFrom(1, MAX_TIMER_MS)).default(defaultMs);
}

/**
 * A whole number, at least one.
 *
 * @public
 */
export function count(defaultCount: number): z.ZodType<number, string | undefined> {
  return numberText('a whole number, at least 1', wholeFrom(1, Number.MAX_SAFE_INTEGER)).default(defaultCount);
}

/**
 * A TCP port to listen on; 0 = any free port.
 *
 * @public
 */
export function httpPort(defaultPort: number): z.ZodType<number, string | undefined> {
  return numberText('a port from 0 to 65535', wholeFrom(0, 65_535)).default(defaultPort);
}

/**
 * A TCP port to listen on, or unset; 0 = any free port.
 *
 * @public
 */
export function optionalPort(): z.ZodType<number | undefined, string | undefined> {
  return numberText('a port from 0 to 65535', wholeFrom(0, 65_535)).optional();
}

/**
 * Either `true` or `false`.
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
 * Any text, or unset.
 *
 * @public
 */
export function optionalText(): z.ZodType<string | undefined, string | undefined> {
  return z.string().optional();
}

/**
 * A token, without the white space around it, or unset. A secret that was read from a file may end with a line feed.
 *
 * @public
 */
export function tokenText(): z.ZodType<string | undefined, string | undefined> {
  const oneLine = z
    .string()
    .trim()
    .refine((text) => !/[\r\n]/.test(text), { message: 'expected the token in one line' });
  return oneLine.optional();
}

/**
 * A text that is parsed by a function; the error that the function throws describes the fault.
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
 * A host URL.
 *
 * @public
 */
export function webSocketUrl(): z.ZodType<string, string> {
  return z.url({ protocol: /^wss?$/, message: 'expected a ws:// or wss:// address' });
}

/**
 * A PostgreSQL URI.
 *
 * @public
 */
export function postgresUri(): z.ZodType<string, string> {
  return z.url({
    protocol: /^postgres(ql)?$/,
    message: 'expected postgres://user:password@host:5432/database',
  });
}

/**
 * Public keys in base58, separated by commas; if unset, none.
 *
 * @public
 */
export function publicKeys(): z.ZodType<readonly string[], string | undefined> {
  return textReadBy(readPublicKeys).default([]);
}

function readPublicKeys(text: string): readonly string[] {
  const keys = text.split(',').map((key) => key.trim());
  const wrong = keys.find((key) => !isPublicKey(key));
  if (wrong === undefined) return keys;
  throw new Error(`expected public keys in base58, separated by commas; ${JSON.stringify(wrong)} is none`);
}
