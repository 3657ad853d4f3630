const MAX_LENGTH = 128;
const NOT_PLAIN = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;

/** The value of a label from any text, because names come from outside: one line, at most 128 characters. Pure. */
export function labelText(value: string | number): string {
  const text = String(value);
  const bounded = text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
  return bounded.replace(NOT_PLAIN, '\uFFFD');
}
