import type { Deployment } from '@node-unit/deployment';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { createSupervisor, type RunState, type SupervisorEvent, type SupervisorOptions } from '../index.js';
import { temporaryFolder } from './packages.js';

export function deployment(fields: Partial<Deployment> & { readonly id: string }): Deployment {
  const updatedAt = '2026-01-01T00:00:00.000000Z';
  return {
    packageName: 'test',
    packageVersion: '1.0.0',
    command: '',
    args: [],
    env: {},
    type: 'deployment',
    address: 'a',
    enabled: true,
    createdAt: updatedAt,
    updatedAt,
    claimEpoch: 1,
    exclusiveMs: 0,
    constraints: {},
    ...fields,
  };
}

/** A supervisor in a folder of its own, which is stopped when the test has finished. */
export function startSupervisor(options: Partial<SupervisorOptions> = {}) {
  const workspaceDir = temporaryFolder();
  const events: SupervisorEvent[] = [];
  const supervisor = createSupervisor({
    workspaceDir,
    enableCustomCommand: false,
    environmentOf: () => ({}),
    onEvent: (event: SupervisorEvent) => events.push(event),
    ...options,
  });
  onTestFinished(() => supervisor.stopAll());
  let states: ReadonlyMap<string, RunState> = new Map();
  supervisor.states$.subscribe((next) => (states = next));
  return {
    supervisor,
    workspaceDir,
    events,
    state: (id: string) => states.get(id),
    names: () => events.map(({ event }) => event),
    find: <N extends SupervisorEvent['event']>(name: N) =>
      events.filter((event): event is Extract<SupervisorEvent, { event: N }> => event.event === name),
    log: (id: string) => {
      try {
        return readFileSync(join(options.workspaceDir ?? workspaceDir, 'logs', `${id}.log`), 'utf8');
      } catch {
        return '';
      }
    },
  };
}
