import { describe, expect, it } from 'vitest';

import { parseDeploymentRow, toDeploymentRow } from '../index.js';

const row = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'web',
  replica: 2,
  package_name: 'demo',
  package_version: '1.2.3',
  previous_version: '1.2.2',
  command: '',
  args: ['--port', '1'],
  env: { A: 'b' },
  type: 'deployment',
  address: '',
  enabled: true,
  created_at: '2026-01-01T00:00:00.000001Z',
  updated_at: '2026-01-01T00:00:00.000002Z',
  claim_epoch: 3,
  exclusive_ms: 0,
  constraints: {},
  restart: 'always',
  stop_grace_ms: 10_000,
  memory_max_mb: 0,
  health: {},
};

const checkTimes = { interval_ms: 10_000, timeout_ms: 2_000, failures: 3, start_grace_ms: 30_000 };

describe(parseDeploymentRow.name, () => {
  it('reads a row and gives the same row back', () => {
    const parsed = parseDeploymentRow(row);
    if (parsed.kind !== 'deployment') throw new Error(parsed.reason);
    expect(parsed.deployment.packageName).toBe('demo');
    expect(toDeploymentRow(parsed.deployment)).toEqual(row);
  });

  it('takes a bigint column that arrives as text, and numbers in args and env as text', () => {
    const parsed = parseDeploymentRow({ ...row, claim_epoch: '9', args: [8080], env: { PORT: 1, ON: true } });
    expect(parsed).toMatchObject({
      deployment: { claimEpoch: 9, args: ['8080'], env: { PORT: '1', ON: 'true' } },
    });
  });

  it.each([
    ['an unknown type', { type: 'cronjob' }, 'type'],
    ['args that are no list', { args: { a: 1 } }, 'args'],
    ['a nested env', { env: { A: { b: 1 } } }, 'env'],
    ['constraints that are a list', { constraints: [] }, 'constraints'],
    ['a constraint that is a number', { constraints: { zone: 1 } }, 'constraints.zone: expected "value"'],
    ['a constraint with no value to choose from', { constraints: { zone: [] } }, 'constraints.zone'],
    ['a constraint with a word of its own', { constraints: { zone: { exist: true } } }, 'constraints.zone'],
    ['an unknown restart policy', { restart: 'sometimes' }, 'restart'],
    ['NUL in args', { args: ['\0'] }, 'args'],
    ['a grace of more than an hour', { stop_grace_ms: 3_600_001 }, 'stop_grace_ms'],
    ['a health check of a port that does not exist', { health: { http: 'http://localhost:65536/' } }, 'health'],
    ['a negative grace', { stop_grace_ms: -1 }, 'stop_grace_ms'],
    ['a health check with nothing to ask', { health: { interval_ms: 1 } }, 'health'],
    ['a health check with two probes', { health: { tcp: 1, http: 'http://localhost/' } }, 'health'],
    ['a health check of another machine', { health: { http: 'http://example.org/' } }, 'health'],
    ['a health check that starts with this machine', { health: { http: 'http://127.0.0.1.example.org/' } }, 'health'],
    ['a health check with a word of its own', { health: { tcp: 1, intervall_ms: 1 } }, 'health'],
    ['a constraint on no tag', { constraints: { '': 'eu' } }, 'constraints'],
  ])('says which column is wrong: %s', (_case, change, column) => {
    const parsed = parseDeploymentRow({ ...row, ...change });
    expect(parsed).toMatchObject({ kind: 'invalid', id: row.id });
    expect(parsed.kind === 'invalid' && parsed.reason).toContain(column);
  });

  it.each([
    [{ http: 'http://127.0.0.1:8080/healthz' }, { kind: 'http', url: 'http://127.0.0.1:8080/healthz' }],
    [{ http: 'http://[::1]:8080/' }, { kind: 'http', url: 'http://[::1]:8080/' }],
    [{ tcp: 8080 }, { kind: 'tcp', port: 8080 }],
    [{ command: ['probe', '--deep'] }, { kind: 'command', command: ['probe', '--deep'] }],
  ])('reads the health check %j and gives it back', (health, probe) => {
    const parsed = parseDeploymentRow({ ...row, health });
    if (parsed.kind !== 'deployment') throw new Error(parsed.reason);
    const times = { intervalMs: 10_000, timeoutMs: 2_000, failures: 3, startGraceMs: 30_000 };
    expect(parsed.deployment.health).toEqual({ probe, ...times });
    expect(toDeploymentRow(parsed.deployment).health).toEqual({ ...health, ...checkTimes });
  });

  it('gives a row of an earlier storage the defaults', () => {
    const { restart, stop_grace_ms, memory_max_mb, health, ...earlier } = row;
    expect([restart, stop_grace_ms, memory_max_mb, health]).toHaveLength(4);
    expect(parseDeploymentRow(earlier)).toMatchObject({
      deployment: { restart: 'always', stopGraceMs: 10_000, memoryMaxMb: 0, health: undefined },
    });
  });

  it('reads every form of a constraint', () => {
    const constraints = { zone: ['eu', 'us'], 'kubernetes.io/arch': 'arm64', gpu: { exists: false } };
    expect(parseDeploymentRow({ ...row, constraints })).toMatchObject({ deployment: { constraints } });
  });

  it.each([undefined, null, 1, 'text', []])('never throws: %j', (garbage) => {
    expect(parseDeploymentRow(garbage)).toMatchObject({ kind: 'invalid', id: 'unknown' });
  });
});
