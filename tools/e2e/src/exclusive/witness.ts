import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A moment at which a process of a deployment was running, by the monotonic clock that all processes share. */
export interface Sighting {
  readonly deploymentId: string;
  readonly claimEpoch: number;
  readonly pid: number;
  readonly atMs: number;
}

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

  public read(): readonly Sighting[] {
    const lines = readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => {
      const [deploymentId = '', claimEpoch, pid, atMs] = line.split(' ');
      return { deploymentId, claimEpoch: Number(claimEpoch), pid: Number(pid), atMs: Number(atMs) };
    });
  }
}
