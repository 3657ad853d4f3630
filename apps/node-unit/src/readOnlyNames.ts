/** As the table has it, `migrations/0007_operate.sql`. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const MOST_NAMES = 100;

/**
 * Parses the names of the deployments that a node-unit is dedicated to, such as `web,worker`.
 *
 * @throws Error that describes the fault
 */
export function readOnlyNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  const fault = names.find((name) => !NAME.test(name));
  if (fault !== undefined) {
    throw new Error(`expected names of deployments, comma-separated; ${JSON.stringify(fault)} is not one`);
  }
  if (names.length > MOST_NAMES) throw new Error(`expected at most ${MOST_NAMES} names, found ${names.length}`);
  return names;
}
