import type { CandidateVerdict, ClaimPolicy } from '@node-unit/scheduler';
import { describe, expect, it, onTestFinished } from 'vitest';

import { FailingCluster } from '../failover/FailingCluster.js';
import { possibleFailures } from '../failover/Failure.js';
import { fleet } from '../fleet.js';
import { readOptions } from '../readOptions.js';
import { runBench } from '../runBench.js';
import { burst } from '../subjects/burst.js';
import { claims } from '../subjects/claims.js';
import { decision } from '../subjects/decision.js';
import { directory } from '../subjects/directory.js';
import { subjects } from '../subjects/index.js';
import { idle } from '../subjects/idle.js';
import { overlap } from '../subjects/overlap.js';
import { relay } from '../subjects/relay.js';
import { replica } from '../subjects/replica.js';
import { stop } from '../subjects/stop.js';
import { IndexedRounds, PlainRounds } from '../subjects/rounds.js';

/** A part of a verdict is worked out only when it is looked at. */
function contentOf(verdict: CandidateVerdict): unknown {
  const { kind, deploymentId, eligible, rankings, patience } = verdict;
  const refusal = verdict.kind === 'refused' ? { reason: verdict.reason, detail: verdict.detail } : undefined;
  return { kind, deploymentId, eligible, rankings, patience, refusal };
}

const small = decision({
  nodeUnits: 12,
  deployments: 60,
  waiting: [{ length: 4, goalMs: 5, repetitions: 3, plainRepetitions: 2, plainlyJudged: 2 }],
});

describe('a run', () => {
  it('gives a figure beside its baseline for every policy and for the replica', async () => {
    const printed: string[] = [];
    const chosen = { subjects: [small, replica({ deployments: 50, part: 0.01 })], json: true };
    await runBench(chosen, (text) => printed.push(text));
    const { machine, figures } = JSON.parse(printed.join('\n')) as {
      machine: object;
      figures: { what: { en: string } }[];
    };
    expect(machine).toMatchObject({ node: process.version });
    expect(figures.map(({ what }) => what.en.split(',')[0])).toEqual([
      'one round by least_deployments',
      'one round by resource_usage',
      'one round by spread',
      'one round by power_of_two',
      'one changed row',
    ]);
    for (const figure of figures) {
      expect(figure).toMatchObject({
        measured: { median: expect.any(Number) as number, p99: expect.any(Number) as number },
        baseline: { what: { zh: expect.any(String) as string }, median: expect.any(Number) as number },
      });
    }
  });

  it('claims through a real cluster, and starts nothing', { timeout: 60_000 }, async () => {
    const printed: string[] = [];
    const small = claims({ nodeUnits: 2, deployments: 6, repetitions: 1 });
    await runBench({ subjects: [small], json: false }, (text) => printed.push(text));
    expect(printed.join('\n')).toMatch(/one of 6 claims by 2 node-units[^]*by wall time[^]*lost races of \d+ attempts/);
  });

  it('starts many deployments at once, and again after a loss', { timeout: 120_000 }, async () => {
    const printed: string[] = [];
    const size = { deployments: 4, repetitions: 1 };
    const small = burst({ nodeUnits: 2, inserted: [size], lost: size });
    await runBench({ subjects: [small], json: false }, (text) => printed.push(text));
    expect(printed.join('\n')).toMatch(/4 deployments are inserted[^]*minus fewest, largest: 0 [^]*is killed/);
  });

  it('restarts a real host, and everybody sees everybody again', { timeout: 60_000 }, async () => {
    const printed: string[] = [];
    const small = directory({ terminals: 6, real: 2, repetitions: 1 });
    await runBench({ subjects: [small], json: false }, (text) => printed.push(text));
    expect(printed.join('\n')).toMatch(/until 6 terminals \(2 of the library\)[^]*a bare server[^]*memory of the host/);
  });

  it('looks for two copies after real failures', { timeout: 120_000 }, async () => {
    const printed: string[] = [];
    const small = overlap({ times: 1, exclusiveMs: 1_000, kinds: ['kill'] });
    await runBench({ subjects: [small], json: false }, (text) => printed.push(text));
    expect(printed.join('\n')).toMatch(/killed[^]*no copy of an exclusive[^]*longest: 0 ms/);
  });

  it('relays through a real host', { timeout: 60_000 }, async () => {
    const printed: string[] = [];
    const small = relay({ messages: 200, repetitions: 1 });
    await runBench({ subjects: [small], json: false }, (text) => printed.push(text));
    expect(printed.join('\n')).toMatch(/one of 200 messages[^]*a relay that checks nothing/);
  });

  it('starts and stops deployments of a real node-unit, and looks at idle programs', { timeout: 120_000 }, async () => {
    const printed: string[] = [];
    const small = [
      stop({ deployments: 3, repetitions: 1 }),
      idle({ nodeUnits: 1, deployments: 1, burst: 1, settleMs: 0, windowMs: 100, windows: 1 }),
    ];
    await runBench({ subjects: small, json: false }, (text) => printed.push(text));
    expect(printed.join('\n')).toMatch(/3 deployments are started[^]*3 deployments are stopped[^]*after a burst/);
  });

  it('lets a real node-unit fail, and sees its deployment run elsewhere', { timeout: 120_000 }, async () => {
    const [killed] = possibleFailures();
    if (killed === undefined) throw new Error('every machine can kill');
    const cluster = await FailingCluster.start(killed.open(), 'events', new AbortController().signal);
    onTestFinished(() => cluster.stop());
    const { claimedMs, runningMs, overlapMs } = await cluster.fail(1);
    expect(claimedMs).toBeGreaterThan(0);
    expect(runningMs).toBeGreaterThan(claimedMs);
    expect(overlapMs).toBeGreaterThanOrEqual(0);
  });

  it('says for people what it says for programs', async () => {
    const printed: string[] = [];
    await runBench({ subjects: [replica({ deployments: 50, part: 0.01 })], json: false }, (text) => printed.push(text));
    expect(printed.join('\n')).toMatch(/cores.*load before[^]*one changed row, 50 rows[^]*p99[^]*a copy of the map/);
  });
});

describe('the two ways that are compared', () => {
  const policy: ClaimPolicy = {
    name: 'count',
    describe: () => ({ name: 'count', settings: {} }),
    rank: (_deployment, nodeUnits, { deploymentsByAddress }) =>
      nodeUnits.map(({ address }) => {
        const score = deploymentsByAddress.get(address)?.length ?? 0;
        return { kind: 'scored', address, score, metrics: {} };
      }),
  };

  it('give the same verdicts, and self claims nothing, so that all candidates are judged', () => {
    const { self, rows, membership } = fleet({ nodeUnits: 12, deployments: 60, waiting: 4 });
    const facts = {
      self,
      policy,
      membership,
      trusts: () => true,
      replica: { state: 'current' as const, deployments: new Map(rows.map((row) => [row.id, row])) },
      pendingWrites: new Map(),
      nowMs: 0,
      patienceMs: 10_000,
    };
    const verdicts = new IndexedRounds().run(facts);
    expect(verdicts.map(({ kind }) => kind)).toEqual(Array.from({ length: 4 }, () => 'refused'));
    expect(new PlainRounds(4).run(facts).map(contentOf)).toEqual(verdicts.map(contentOf));
  });
});

describe(readOptions.name, () => {
  const names = (...args: readonly string[]) =>
    readOptions(['node', 'bench', ...args], subjects).subjects.map(({ name }) => name);

  it('measures what is named, and everything if nothing is', () => {
    expect(names()).toEqual([
      'decision',
      'replica',
      'claims',
      'burst',
      'failover',
      'overlap',
      'directory',
      'relay',
      'idle',
      'stop',
    ]);
    expect(names('replica')).toEqual(['replica']);
    expect(readOptions(['node', 'bench', '--json'], subjects).json).toBe(true);
  });
});
