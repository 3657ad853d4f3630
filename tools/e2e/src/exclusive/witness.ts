import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { runsOf, type Sighting } from './runsOf.js';

const DEADLINE_MS = 60_000;
const POLL_MS = 20;

/** By the clock of sightings. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

const PROGRAM = `
const { appendFileSync } = require('node:fs');
const { NODE_UNIT_DEPLOYMENT_ID: id, NODE_UNIT_CLAIM_EPOCH: epoch } = process.env;
const witness = () => appendFileSync(process.argv[2], [id, epoch, process.pid, Number(process.hrtime.bigint()) / 1e6].join(' ') + '\\n');
witness();
setInterval(witness, 10);
`;

/** A package whose process writes every 10 ms that it is running. */
export class Witness {
  readonly packageName = 'exclusive-witness';
  readonly packageVersion: string;
  /** Which every process may write, whatever its user. */
  readonly file: string;

  public constructor(folder: string) {
    const source = join(folder, 'witness');
    mkdirSync(source, { recursive: true });
    writeFileSync(join(source, 'package.json'), JSON.stringify({ name: this.packageName, version: '1.0.0' }));
    writeFileSync(join(source, 'index.js'), PROGRAM);
    this.packageVersion = `file:${source}`;
    this.file = join(folder, 'sightings');
    writeFileSync(this.file, '');
    chmodSync(this.file, 0o666);
    chmodSync(folder, 0o755);
  }

  /** Resolves when as many processes that began after a moment were seen: they write some time after they were started. */
  public async sees(processes: number, sinceMs: number, signal: AbortSignal): Promise<void> {
    const deadlineMs = nowMs() + DEADLINE_MS;
    const began = (): number => runsOf(this.read()).filter(({ fromMs }) => fromMs > sinceMs).length;
    while (began() < processes) {
      if (nowMs() > deadlineMs) throw new Error(`expected ${processes} processes after the failure, saw ${began()}`);
      await delay(POLL_MS, undefined, { signal });
    }
  }

  public read(): readonly Sighting[] {
    const lines = readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => {
      const [deploymentId = '', claimEpoch, pid, atMs] = line.split(' ');
      return { deploymentId, claimEpoch: Number(claimEpoch), pid: Number(pid), atMs: Number(atMs) };
    });
  }
}
