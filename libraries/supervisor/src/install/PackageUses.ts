import { rmSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Ownership, ownershipName, readOwnership } from '../users/Ownership.js';
import { isHeld, ownedByThisProcess } from '../users/holders.js';
import { isComplete, markerOf, touchComplete } from './completeness.js';
import { type InstalledFolder, type PackageLimits, planPackagePruning } from './planPackagePruning.js';
import { temporaryFolderName } from './temporaryFolders.js';

const USES = '.uses';

/**
 * Which packages of a folder are in use, by files that all agents see that share it, and the removal of the others.
 *
 * @remarks
 * Whoever takes a package into use marks it first and then looks whether it is there. Whoever removes one moves it aside
 * first and then looks for marks again, and moves it back if there is one. A mark of a process that has ended counts for
 * nothing.
 */
export class PackageUses {
  private readonly own = new Set<string>();

  public constructor(private readonly parent: string) {}

  public async mark(key: string): Promise<void> {
    await touchComplete(join(this.parent, key), Date.now());
    if (this.own.has(key)) return;
    await mkdir(join(this.parent, USES, key), { recursive: true });
    await writeFile(this.ownMark(key), '');
    this.own.add(key);
  }

  /** Removes what nobody uses, with the marks of this agent for all but `used`. */
  public async prune(used: ReadonlySet<string>, limits: PackageLimits): Promise<readonly string[]> {
    for (const key of [...this.own]) {
      if (!used.has(key)) await this.unmark(key);
    }
    const folders = await this.list();
    const removed: string[] = [];
    for (const key of planPackagePruning(folders, limits, Date.now())) {
      if (await this.remove(key)) removed.push(key);
    }
    return removed;
  }

  private async unmark(key: string): Promise<void> {
    // At once: whoever marks it in the next moment writes a new mark.
    this.own.delete(key);
    rmSync(this.ownMark(key), { force: true });
    await touchComplete(join(this.parent, key), Date.now());
  }

  private async list(): Promise<readonly InstalledFolder[]> {
    const names = (await readdir(this.parent).catch(() => [])).filter((name) => !name.startsWith('.'));
    return Promise.all(
      names.map(async (key) => {
        const folder = join(this.parent, key);
        const stats = await stat(markerOf(folder)).catch(() => stat(folder));
        return { key, isUsed: await this.isUsed(key), usedMs: stats.mtimeMs };
      }),
    );
  }

  private async isUsed(key: string): Promise<boolean> {
    const dir = join(this.parent, USES, key);
    const names = await readdir(dir).catch(() => []);
    const marks = names.flatMap((name) => {
      const owner = readOwnership(name);
      return owner === undefined ? [] : [{ name, owner }];
    });
    const dead = marks.filter(({ owner }) => !isHeld(owner));
    for (const { name } of dead) await unlink(join(dir, name)).catch(() => undefined);
    return dead.length < marks.length;
  }

  private async remove(key: string): Promise<boolean> {
    const folder = join(this.parent, key);
    const aside = join(this.parent, temporaryFolderName());
    await rename(folder, aside);
    if (await this.isUsed(key)) {
      // If it has been installed anew meanwhile, that one stays.
      const isBack = await rename(aside, folder).then(
        () => true,
        () => false,
      );
      if (isBack || (await isComplete(folder))) return false;
    }
    await rm(aside, { recursive: true, force: true });
    await rm(join(this.parent, USES, key), { recursive: true, force: true });
    return true;
  }

  private ownMark(key: string): string {
    const owner: Ownership = ownedByThisProcess(0);
    return join(this.parent, USES, key, ownershipName(owner));
  }
}
