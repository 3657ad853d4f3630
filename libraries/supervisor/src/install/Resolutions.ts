import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { PackageContent } from './packageKey.js';

/** What ranges and tags meant when the registry was asked last, so that a start need not wait for it. */
export class Resolutions {
  public constructor(private readonly dir: string) {}

  public async recall(spec: string): Promise<PackageContent | undefined> {
    try {
      const known = JSON.parse(await readFile(this.fileOf(spec), 'utf8')) as { spec: string; content: PackageContent };
      return known.spec === spec ? known.content : undefined;
    } catch {
      // Nothing is known, or it is damaged: the registry is asked.
      return undefined;
    }
  }

  /** What cannot be written is asked again the next time. */
  public async remember(spec: string, content: PackageContent): Promise<void> {
    const file = this.fileOf(spec);
    const temporary = `${file}.${randomUUID()}`;
    try {
      await mkdir(this.dir, { recursive: true });
      await writeFile(temporary, JSON.stringify({ spec, content }));
      await rename(temporary, file);
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  private fileOf(spec: string): string {
    return join(this.dir, createHash('sha256').update(spec).digest('hex'));
  }
}
