import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { REPOSITORY } from '../index.js';

interface LogEvents {
  readonly findLogEvents: (files: readonly string[], root: string) => readonly Readonly<Record<string, unknown>>[];
}

const { findLogEvents } = (await import(join(REPOSITORY, 'tools/repo-checks/scripts/logEvents.mjs'))) as LogEvents;
const root = mkdtempSync(join(tmpdir(), 'log-events-'));
afterAll(() => rmSync(root, { recursive: true }));

const LOGGER = `
  interface Logger {
    info(fields: object, event: string): void;
    warn(fields: object, event: string): void;
  }
  declare const logger: Logger;
`;

function eventsOf(source: string): readonly Readonly<Record<string, unknown>>[] {
  const folder = join(root, 'apps/demo/src');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'demo.ts');
  writeFileSync(file, `export {};\n${LOGGER}\n${source}`);
  return findLogEvents([file], root);
}

describe('the log events of the sources', { timeout: 180_000 }, () => {
  it('have the fields of everything that is logged under the name', () => {
    const source = `
      declare const connection: { state: string; reason?: string };
      logger.info({ id: 1, ...connection }, 'Connected');
      const narrow: Pick<Logger, 'warn'> = logger;
      narrow.warn({ id: 1 }, 'Connected');
    `;
    const expected = {
      event: 'Connected',
      levels: ['info', 'warn'],
      programs: ['demo'],
      fields: ['id', 'state?', 'reason?'],
    };
    expect(eventsOf(source)).toEqual([expected]);
  });

  it('are told apart by the variant of a union, and by the set that chooses the level', () => {
    const source = `
      type Event = { deploymentId: string } & ({ event: 'Started'; runId: string } | { event: 'Failed'; reason: string });
      declare function snakeCaseFields<T>(fields: T): T;
      const WARNINGS: ReadonlySet<string> = new Set(['Failed']);
      export const onEvent = ({ event, deploymentId, ...fields }: Event) => {
        const record = { deployment_id: deploymentId, ...snakeCaseFields(fields) };
        if (WARNINGS.has(event)) logger.warn(record, event);
        else logger.info(record, event);
      };
    `;
    expect(eventsOf(source)).toEqual([
      { event: 'Failed', levels: ['warn'], programs: ['demo'], fields: ['deployment_id', 'reason'] },
      { event: 'Started', levels: ['info'], programs: ['demo'], fields: ['deployment_id', 'run_id'] },
    ]);
  });

  it('may be made in one place and logged in another', () => {
    const source = `
      interface Entry { event: 'Claimed'; fields: Record<string, unknown> }
      const entry = (id: string, detail?: string): Entry => ({ event: 'Claimed', fields: { id, detail } });
      const inRound = ({ event, fields }: Entry): Entry => ({ event, fields: { round: 1, ...fields } });
      const { event, fields } = inRound(entry('1'));
      logger.info(fields, event);
    `;
    const [claimed] = eventsOf(source);
    expect(claimed).toMatchObject({ event: 'Claimed', fields: ['round', 'id', 'detail?'] });
  });

  it('refuse an event that could be anything', () => {
    expect(() => eventsOf('export const log = (event: string) => logger.info({}, event);')).toThrow(
      /demo\.ts:\d+: the type of the event must name every event/,
    );
  });
});
