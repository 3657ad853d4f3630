interface ViewedVersion {
  readonly version: string;
  readonly 'dist-tags.latest'?: string;
}

/**
 * The version that `npm install` would take from the answer of `npm view <spec> version dist-tags.latest --json`:
 * `latest` if it is one of those that match, else the highest. Undefined if none matches.
 *
 * @throws SyntaxError if it is not JSON
 */
export function pickVersion(answer: string): string | undefined {
  if (answer.trim() === '') return undefined;
  const matches = [JSON.parse(answer) as ViewedVersion | readonly ViewedVersion[]].flat();
  const latest = matches.find((match) => match.version === match['dist-tags.latest']);
  return (latest ?? matches.toSorted(compareVersions).at(-1))?.version;
}

function compareVersions(left: ViewedVersion, right: ViewedVersion): number {
  const [leftParts, rightParts] = [parts(left.version), parts(right.version)];
  const compared = leftParts.numbers.map((number, index) => number - (rightParts.numbers[index] ?? 0));
  return (
    compared.find((difference) => difference !== 0) ?? comparePrereleases(leftParts.prerelease, rightParts.prerelease)
  );
}

/** A release is higher than its prereleases. */
function comparePrereleases(left: string, right: string): number {
  if (left === '' || right === '') return right.length - left.length;
  return left.localeCompare(right, 'en', { numeric: true });
}

function parts(version: string): { readonly numbers: readonly number[]; readonly prerelease: string } {
  const [, core = '', prerelease = ''] = /^([\d.]+)(?:-([^+]*))?/.exec(version) ?? [];
  return { numbers: core.split('.').map(Number), prerelease };
}
