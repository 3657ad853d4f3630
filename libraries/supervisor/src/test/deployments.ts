import type { Deployment, DeploymentStatus } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { createSupervisor, type SupervisorEvent, type SupervisorOptions } from '../index.js';
import { temporaryFolder, writePackage } from './packages.js';

/** Only against hanging: a machine under load takes seconds to install a package. */
export const SLOW = { timeout: 30_000, interval: 10 };
/** Says that it is up when SIGTERM would end it in order, not before. */
export const IDLE = `process.on('SIGTERM', () => { console.log('down'); process.exit(0); }); console.log('up');
  setInterval(() => {}, 1000);`;

export function idlePackage() {
  return { packageName: 'test-idle', packageVersion: writePackage('test-idle', { 'index.js': IDLE }).version };
}

export function deployment(fields: Partial<Deployment> & { readonly id: string }): Deployment {
  return aDeployment({ packageName: 'test', address: 'a', claimEpoch: 1, ...fields });
}

/** A supervisor in a folder of its own, which is stopped when the test has finished. */
export function startSupervisor(options: Partial<SupervisorOptions> = {}) {
  const workspaceDir = temporaryFolder();
  const events: SupervisorEvent[] = [];
  const supervisor = createSupervisor({
    workspaceDir,
    env: process.env,
    enableCustomCommand: false,
    environmentOf: () => ({}),
    onEvent: (event: SupervisorEvent) => events.push(event),
    ...options,
  });
  onTestFinished(() => supervisor.stopAll());
  let states: ReadonlyMap<string, DeploymentStatus> = new Map();
  supervisor.states$.subscribe((next) => (states = next));
  return {
    supervisor,
    workspaceDir,
    events,
    state: (id: string) => states.get(id),
    names: () => events.map(({ event }) => event),
    find: <N extends SupervisorEvent['event']>(name: N) =>
      events.filter((event): event is Extract<SupervisorEvent, { event: N }> => event.event === name),
    /** All output of all runs that is not compressed yet. */
    log: (id: string) => readPlainLog(join(options.workspaceDir ?? workspaceDir, 'logs'), id),
  };
}

function readPlainLog(dir: string, id: string): string {
  if (!existsSync(dir)) return '';
  const closed = readdirSync(dir).filter((name) => name.startsWith(`${id}.0`) && /\.log(\.gz)?$/.test(name));
  return [...closed.sort(), `${id}.log`].map((name) => readSegment(join(dir, name))).join('');
}

function readSegment(path: string): string {
  try {
    const bytes = readFileSync(path);
    return String(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  } catch {
    return '';
  }
}
