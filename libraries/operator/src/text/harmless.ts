const LONGEST_CELL = 2_000;
const ESCAPE = 0x1b;

/**
 * A text from outside that cannot steer a terminal or mislead a reader: control characters and those that change the
 * direction of writing are shown as pictures. Pure.
 *
 * @public
 */
export function harmless(text: string): string {
  return [...text].map(harmlessCharacter).join('');
}

function harmlessCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  const isInvisible = (code >= 0x80 && code < 0xa0) || isDirection(code);
  return isInvisible ? `<${code.toString(16).toUpperCase().padStart(4, '0')}>` : character;
}

function isDirection(code: number): boolean {
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code === 0x2028 || code === 0x2029;
}

const COLOUR = new RegExp(`${String.fromCharCode(ESCAPE)}\\[[0-9;]*m`, 'g');

/**
 * A line of output: tabs stay, and colours go without a trace. Pure.
 *
 * @public
 */
export function harmlessLine(line: string): string {
  return line
    .replace(COLOUR, '')
    .split('\t')
    .map((part) => harmless(part))
    .join('\t');
}

/**
 * A text for a table: harmless, and of a bounded length, which is told. Pure.
 *
 * @public
 */
export function cellOf(text: string): string {
  if (text.length <= LONGEST_CELL) return harmless(text);
  return `${harmless(text.slice(0, LONGEST_CELL))}… (${text.length} characters)`;
}
