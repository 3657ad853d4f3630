import { createKeyPair } from '@node-unit/credentials';
import { aDeployment } from '@node-unit/deployment/testing';
import type { DeploymentPhase, DeploymentPicture, LogEntry } from '@node-unit/operator';
import { describe, expect, it } from 'vitest';

import { NO_REPORTS, reduceReports, type ReportChange } from '../actions/ActionReport.js';
import { asksForToken } from '../cluster/asksForToken.js';
import { hostUrlOf } from '../cluster/hostUrlOf.js';
import { filterDeployments, summaryOf } from '../cluster/phases.js';
import { NO_LINES, searchLines, withEntries } from '../logs/LogLines.js';
import { keepSession, readSession } from '../session/Session.js';
import { groupAnswers } from '../why/groupAnswers.js';

function picture(id: string, phase: DeploymentPhase, nodeUnit = ''): DeploymentPicture {
  const deployment = aDeployment({ id, packageName: '@Scope/Pack', packageVersion: '1.2.3' });
  return { id, label: `web/${id}`, phase, reason: '', nodeUnit, status: undefined, statuses: [], deployment };
}

const deployments = [
  picture('aa1', 'running', 'Alpha'),
  picture('aa2', 'unassigned'),
  picture('bb3', 'crash_looping', 'beta'),
  picture('bb4', 'disabled'),
];

describe(filterDeployments, () => {
  it.each([
    ['', '', ['aa1', 'aa2', 'bb3', 'bb4']],
    [' AA ', '', ['aa1', 'aa2']],
    ['a2', '', ['aa2']],
    ['alpha', '', ['aa1']],
    ['scope/pack@1.2', 'unassigned', ['aa2']],
    ['nothing', '', []],
  ] as const)('finds by %j and %j', (text, phase, ids) => {
    expect(filterDeployments(deployments, { text, phase }).map(({ id }) => id)).toEqual(ids);
  });
});

describe(summaryOf, () => {
  it('counts every deployment once', () => {
    expect(summaryOf({ deployments, nodeUnits: [] })).toEqual({
      online: 0,
      nodeUnits: 0,
      running: 1,
      unassigned: 1,
      troubled: 1,
      disabled: 1,
      deployments: 4,
    });
  });
});

describe(withEntries, () => {
  const source = { deploymentId: 'd', label: 'web/0', address: 'a', nodeUnit: 'alpha' };
  const line = (text: string): LogEntry => ({ kind: 'line', source, runId: 'r', timeMs: 1, stream: 'stderr', text });

  it('shows control characters, shortens long lines and names a node-unit that does not answer', () => {
    const { lines } = withEntries(NO_LINES, [
      line('\u001b[2J<b>'),
      line('x'.repeat(10_000)),
      { kind: 'fault', source, reason: 'no answer' },
    ]);
    expect(lines[0]).toMatchObject({ kind: 'stderr', text: '␛[2J<b>' });
    expect(lines[1]?.text).toMatch(/^x{4000}… \(10000 characters\)$/);
    expect(lines[2]).toMatchObject({ kind: 'fault', text: 'alpha: no answer' });
  });

  it('keeps the latest lines, counts the others, and gives each line a number of its own', () => {
    const many = Array.from({ length: 4_000 }, (_, index) => line(String(index)));
    const { lines, dropped } = withEntries(withEntries(NO_LINES, many), many);
    expect([lines.length, dropped]).toEqual([5_000, 3_000]);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(5_000);
    expect(searchLines(lines, '3999').map(({ text }) => text)).toEqual(['3999', '3999']);
  });
});

describe(reduceReports, () => {
  it('follows what was begun', () => {
    const changes: readonly ReportChange[] = [
      { kind: 'begun', id: 1, title: 'Drain alpha' },
      { kind: 'begun', id: 2, title: 'Restart web/0' },
      { kind: 'step', id: 1, step: { label: 'web/0', text: 'running on beta' } },
      { kind: 'done', id: 1 },
      { kind: 'failed', id: 2, reason: 'refused' },
    ];
    const reports = changes.reduce(reduceReports, NO_REPORTS);
    expect(reports.map(({ title, state, reason }) => [title, state, reason])).toEqual([
      ['Drain alpha', 'done', ''],
      ['Restart web/0', 'failed', 'refused'],
    ]);
    expect(reduceReports(reports, { kind: 'dismissed', id: 1 })).toHaveLength(1);
  });
});

describe(readSession, () => {
  it('finds what was kept, and forgets what was taken away', () => {
    const stored = new Map<string, string>();
    const storage = {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => void stored.set(name, value),
      removeItem: (name: string) => void stored.delete(name),
    };
    const session = { hostToken: 'a token', operatorKey: createKeyPair() };
    keepSession(storage, session);
    expect(readSession(storage)).toEqual(session);
    keepSession(storage, { hostToken: undefined, operatorKey: undefined });
    expect(stored.size).toBe(0);
    stored.set('node-unit.operator-key', 'no key');
    expect(readSession(storage)).toEqual({ hostToken: undefined, operatorKey: undefined });
  });
});

describe('the host of the page', () => {
  it('is the one that served it', () => {
    expect(hostUrlOf({ protocol: 'https:', host: 'a:1' })).toBe('wss://a:1');
    expect(hostUrlOf({ protocol: 'http:', host: 'a:1' })).toBe('ws://a:1');
  });

  it.each([
    ['Authentication failed: Invalid or expired token', true],
    ['Authentication failed: Invalid signature', false],
    ['a page of another site: this host has no token', false],
  ])('that says %j asks for a token: %s', (reason, asks) => {
    expect(asksForToken({ state: 'disconnected', reason })).toBe(asks);
  });
});

describe(groupAnswers, () => {
  it('joins the node-units that say the same, and calls them by their names', () => {
    const address = '5ghPq8Q2vCz9Xr1mL7nT4bK3wJ6dF8sA';
    const silent = (nodeUnit: string) => ({ kind: 'no_answer', nodeUnit, address, message: 'no answer' }) as const;
    const unknown = { kind: 'not_found', nodeUnit: 'c', address, message: 'no such deployment' } as const;
    expect(groupAnswers([silent('a'), unknown, silent('b')], new Map([[address, 'a']]))).toEqual([
      { nodeUnits: ['a', 'b'], mayClaim: 'unknown', reason: 'no answer' },
      { nodeUnits: ['c'], mayClaim: 'unknown', reason: 'no such deployment' },
    ]);
  });
});
