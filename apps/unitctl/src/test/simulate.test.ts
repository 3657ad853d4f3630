import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it, onTestFinished } from 'vitest';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));
const BAD_POLICIES = fileURLToPath(new URL('../../bad-policies', import.meta.url));

/** From the folder of the bad policies, as their author would. */
function simulate(...args: readonly string[]) {
  const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' };
  return spawnSync(process.execPath, [CLI, 'simulate', ...args], { cwd: BAD_POLICIES, env, encoding: 'utf8' });
}

describe('unitctl simulate', { timeout: 180_000 }, () => {
  it('tells what it simulated, and that nothing is wrong with a good policy', () => {
    const { status, stdout } = simulate('--nodes', '3', '--deployments', '12');
    expect(stdout).toContain('Policy least_deployments on 3 nodes, 12 deployments');
    expect(stdout).toMatch(/node-2 +│ 1 +│ 2048 MB │ 4 /);
    expect(stdout).toContain('Nothing is wrong with it.');
    expect(status).toBe(0);
  });

  it('finds nothing wrong with the policy in the README', () => {
    const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
    const [, code = ''] = /<!-- example:policy -->\s+```js\n(.*?)```/s.exec(readme) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'node-unit-readme-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'policy.mjs');
    writeFileSync(path, code);
    for (const nodes of [
      ['--nodes', '3'],
      ['--capacities', '1,4,16', '--deployments', '42'],
    ]) {
      expect(simulate('--policy', path, ...nodes).stdout).toContain('Nothing is wrong with it.');
    }
  });

  it.each([
    ['./always-first.js', ['ORDER_DEPENDENT', 'STAMPEDE'], []],
    ['./unseeded-random.js', ['NOT_REPEATABLE', 'DISAGREEMENT'], []],
    ['./missing-is-best.js', ['MISSING_DATA_BEST', 'STAMPEDE'], ['--silent', '1']],
  ])('names %s for what it does wrong', (policy, codes, args) => {
    const { status, stdout } = simulate('--policy', policy, ...args);
    for (const code of codes) expect(stdout).toContain(`- ${code}: `);
    expect(status).toBe(1);
  });

  it('gives the same again by the command that it prints', () => {
    const first = simulate('--capacities', '1,4', '--waves', '2', '--seed', '9', '--no-check', '--json');
    const { replay } = JSON.parse(first.stdout) as { replay: string };
    const [, args = ''] = replay.split('unitctl simulate ');
    expect(simulate(...args.split(' '), '--no-check', '--json').stdout).toBe(first.stdout);
  });

  it('shows a fault of the checks again in the set-up that found it', () => {
    const { stdout } = simulate('--policy', './always-first.js', '--nodes', '1', '--deployments', '2', '--json');
    const { faults } = JSON.parse(stdout) as {
      faults: { code: string; example: { set_up?: string }; replay: string }[];
    };
    const stampede = faults.find(({ code }) => code === 'STAMPEDE');
    expect(stampede?.example.set_up).toBe('burst');
    const [, args = ''] = stampede?.replay.split('unitctl simulate ') ?? [];
    const again = simulate(...args.split(' '));
    expect(again.status).toBe(1);
    expect(again.stdout).toContain('- STAMPEDE: ');
  });

  it('leads to exactly what a silent node is given by a policy for which missing data is best', () => {
    const { stdout } = simulate('--policy', './missing-is-best.js', '--silent', '1', '--no-check', '--json');
    const { nodes } = JSON.parse(stdout) as { nodes: readonly { name: string; deployments: number }[] };
    expect(nodes.map(({ deployments }) => deployments)).toEqual([24, 0, 0]);
  });

  it('lets things go wrong, and finds that every guarantee holds', () => {
    const { status, stdout } = simulate('--faults', '--seeds', '1..20');
    expect(stdout).toContain('Policy least_deployments, 20 seeds of clusters in which things go wrong.');
    expect(stdout).toContain('Every guarantee held.');
    expect(status).toBe(0);
  });

  it('shows the smallest cluster in which a guarantee does not hold, and gives the same again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'node-unit-faults-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'policy.mjs');
    writeFileSync(path, THROWS_AFTER_A_RELEASE);
    const { status, stdout } = simulate('--policy', path, '--seeds', '1..100');
    expect(stdout).toMatch(/With seed \d+ a guarantee did not hold:[^]*- FAILED_ROUND: .* it was somewhere before/);
    expect(stdout).toMatch(/smallest cluster found: [12] node-units?, 1 deployment\./);
    expect(status).toBe(1);
    const [, replay = ''] = /Again: unitctl simulate (.*)/.exec(stdout) ?? [];
    const again = simulate(...replay.split(' ')).stdout;
    expect(again.split('\n').slice(1)).toEqual(stdout.split('\n').slice(1));
  });

  it('loses a part of the nodes at once, and says how soon everything runs again', () => {
    const { status, stdout } = simulate('--nodes', '10', '--deployments', '100', '--lose', '0.2', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      lost_nodes: 2,
      lost_deployments: 20,
      claimed: 20,
      least_held: 12,
      most_held: 13,
      violations: [],
    });
    expect(status).toBe(0);
    expect(simulate('--nodes', '3', '--lose', '0.4').stdout).toContain('1 of 3 nodes died at once, with 8 of 24');
  });

  it.each([
    [
      ['--policy', './absent.js'],
      /^unitctl: --policy "\.\/absent\.js" is not usable: there is no such policy; .*absent\.js/,
    ],
    [['--policy', 'no-such-policy'], /there is no such policy; looked among least_deployments/],
    [['--nodes', '0'], /Expected a whole number from 1 to 1000/],
    [['--capacities', '1,x'], /Expected numbers of cores above 0/],
    [['--capacities', '1,4', '--nodes', '2'], /expected one of them/],
    [['--seeds', '9..1'], /Expected two whole numbers in ascending order, such as 1\.\.2000/],
    [['--lose', '0.1', '--faults'], /expected one of them/],
    [['--sed', '1'], /unknown option '--sed'/],
  ])('refuses %j', (args, message) => {
    const { status, stderr } = simulate(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it('explains itself', () => {
    const { status, stdout } = simulate('--help');
    expect(stdout).toContain('--capacities');
    expect(status).toBe(0);
  });
});

const THROWS_AFTER_A_RELEASE = `export const createClaimPolicy = () => ({
  name: 'throws_after_a_release',
  describe: () => ({ name: 'throws_after_a_release', settings: {} }),
  rank: ({ claimEpoch }, nodeUnits) => {
    if (claimEpoch > 0) throw new Error('it was somewhere before');
    return nodeUnits.map(({ address }) => ({ kind: 'scored', address, score: 0, metrics: {} }));
  },
});`;
