import type { Deployment } from '@node-unit/deployment';

import { advanceLife } from '../life/advanceLife.js';
import { type Generation, type Life, type LifeCommand, type LifeEvent, UNBORN } from '../life/Life.js';
import { deployment } from './deployments.js';

export const EXIT_1 = { exitCode: 1, signal: null } as const;
export const EXIT_0 = { exitCode: 0, signal: null } as const;

export function row(fields: Partial<Deployment> = {}): Deployment {
  return deployment({ id: 'd', packageVersion: '1.0.0', ...fields });
}

export function generationOf(of: Deployment): Generation {
  const installed = { name: of.packageName, folder: `/packages/${of.packageVersion}`, binFolder: '/bin' };
  return {
    deployment: of,
    installed,
    program: { command: 'node', args: [], isRunByShell: false, version: of.packageVersion },
  };
}

/** What happened to a deployment, event by event, and the commands that followed the last one. */
export class Story {
  public life: Life = UNBORN;
  public commands: readonly LifeCommand[] = [];

  public tell(...events: readonly LifeEvent[]): this {
    for (const event of events) {
      const step = advanceLife(this.life, event);
      this.life = step.life;
      this.commands = step.commands;
    }
    return this;
  }

  public wanted(of: Deployment): this {
    return this.tell({ kind: 'wanted', deployment: of });
  }

  public prepared(): this {
    const { target, token } = this.life;
    if (target === undefined) throw new Error('expected a target');
    return this.tell({ kind: 'prepared', token, generation: generationOf(target) });
  }

  public prepareFailed(reason = 'no such version.'): this {
    return this.tell({ kind: 'prepareFailed', token: this.life.token, reason });
  }

  public started(pid = 10, nowMs = 0): this {
    return this.tell({ kind: 'started', pid, nowMs });
  }

  /** From the row to a running process. */
  public runs(of = row()): this {
    return this.wanted(of).prepared().started();
  }

  public kinds(): readonly string[] {
    return this.commands.map(({ kind }) => kind);
  }
}
