import semver from 'semver';

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
  return (
    latest?.version ??
    matches
      .map(({ version }) => version)
      .sort(semver.compareBuild)
      .at(-1)
  );
}
