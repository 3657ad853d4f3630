import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { LineCutter } from '../logs/LineCutter.js';
import { planPruning } from '../logs/planPruning.js';
import { readLogSlice } from '../logs/readLogSlice.js';
import { closedSegment } from '../logs/segmentFiles.js';
import { temporaryFolder } from './packages.js';

describe(LineCutter.name, () => {
  it('keeps what has no end yet, up to a bound', () => {
    const cutter = new LineCutter();
    const push = (text: string) => Buffer.concat(cutter.push(Buffer.from(text))).toString();
    expect([push('a'), push('b\nc'), push('\n')]).toEqual(['', 'ab\n', 'c\n']);
    expect(push('x'.repeat(60_000))).toBe('');
    expect(push('x'.repeat(10_000))).toHaveLength(70_000);
    push('rest');
    expect(Buffer.concat(cutter.end()).toString()).toBe('rest');
  });
});

describe(planPruning.name, () => {
  const HOUR = 3_600_000;
  const file = (deploymentId: string, number: number | undefined, modifiedMs: number) => ({
    ...closedSegment('/logs', deploymentId, number ?? 0),
    number,
    bytes: 100,
    modifiedMs,
  });
  const plan = (budgetBytes: number, ...files: readonly ReturnType<typeof file>[]) =>
    planPruning({
      files,
      present: new Set(['here']),
      limits: { segmentBytes: 1, segments: 3, budgetBytes },
      nowMs: 10 * HOUR,
    }).map(({ deploymentId, number }) => `${deploymentId} ${number ?? 'active'}`);

  it('removes those of deployments that are gone first of all, then the oldest, never what is written', () => {
    const files = [
      file('here', 1, 1),
      file('here', undefined, 2),
      file('gone', 1, HOUR),
      file('gone', undefined, 2 * HOUR),
      file('of another agent', undefined, 10 * HOUR),
    ];
    expect(plan(500, ...files)).toEqual([]);
    expect(plan(400, ...files)).toEqual(['gone 1']);
    expect(plan(300, ...files)).toEqual(['gone 1', 'gone active']);
    expect(plan(0, ...files)).toEqual(['gone 1', 'gone active', 'here 1']);
  });

  it('keeps the latest segments of each deployment', () => {
    expect(
      plan(10_000, file('here', 1, 1), file('here', 2, 2), file('here', 3, 3), file('here', undefined, 4)),
    ).toEqual(['here 1']);
  });
});

describe(readLogSlice.name, () => {
  it('gives up to 128 KiB, cut at whole characters', async () => {
    const dir = temporaryFolder();
    const text = 'a€'.repeat(50_000);
    writeFileSync(join(dir, 'd.log'), text);
    const first = await readLogSlice(dir, 'd', 0);
    expect(first).toMatchObject({ start: 0, end: 131_071, fileSize: 200_000 });
    const inside = await readLogSlice(dir, 'd', 2);
    expect(inside).toMatchObject({ start: 4 });
    let [at, whole] = [0, ''];
    while (at < 200_000) {
      const slice = await readLogSlice(dir, 'd', at);
      whole += slice?.content ?? '';
      at = (slice?.end ?? 200_000) + 1;
    }
    expect(whole).toBe(text);
    expect(await readLogSlice(dir, 'd', -4)).toMatchObject({ content: 'a€', start: 199_996, end: 199_999 });
    expect(await readLogSlice(dir, 'd', 999_999)).toMatchObject({ content: '', start: 200_000, end: 199_999 });
    expect(await readLogSlice(dir, 'other', 0)).toBeUndefined();
  });
});
