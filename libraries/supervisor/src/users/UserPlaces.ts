import { createHash, randomUUID } from 'node:crypto';
import { chmod, lchown, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { killUser, removeSharedFiles } from './clearUser.js';
import { LeftFiles } from './LeftFiles.js';
import { ownershipName, readOwnership } from './Ownership.js';
import type { ProcessUser } from './ProcessUser.js';
import type { RunAs } from './RunAs.js';
import { isHeld, ownedByThisProcess } from './holders.js';
import { CLAIMS_DIR, UidClaims } from './UidClaims.js';

/** Whom to run as, and the folders that nobody else may enter. All are undefined for the agent's own user. */
export interface UserPlace {
  readonly user: ProcessUser | undefined;
  readonly home: string | undefined;
  readonly temporary: string | undefined;
  /** Ends what still runs as a dedicated user, and removes the folders and what it has elsewhere. */
  leave(): Promise<void>;
}

const AGENTS_PLACE: UserPlace = {
  user: undefined,
  home: undefined,
  temporary: undefined,
  leave: () => Promise.resolve(),
};

/**
 * Gives out users together with a home and a temporary folder.
 *
 * @remarks
 * The folders have names that cannot be guessed in a folder that cannot be listed, and are removed after they have been
 * moved to where only the agent may enter. A user that is removed has no process any more that could put a link there.
 */
export class UserPlaces {
  private readonly claims: UidClaims;
  private readonly leftFiles: LeftFiles | undefined;
  /** What cannot be removed is tried again at the next start; it is not used again before that. */
  public readonly ready: Promise<void>;

  public constructor(
    private readonly runAs: RunAs,
    private readonly dir: string,
    claimsDir = CLAIMS_DIR,
  ) {
    this.leftFiles = runAs.kind === 'range' ? new LeftFiles(runAs.range) : undefined;
    this.claims = new UidClaims(claimsDir, (uid, folders) => this.clear(uid, folders));
    this.ready = runAs.kind === 'agent' ? Promise.resolve() : this.sweep().catch(() => undefined);
  }

  /** For the same owner it is the same user as last time, unless that one is taken. */
  public async take(owner: string): Promise<UserPlace> {
    const { runAs } = this;
    if (runAs.kind === 'agent') return AGENTS_PLACE;
    await this.ready;
    if (runAs.kind === 'user') {
      const { uid, gid } = runAs;
      return this.furnish({ uid, gid, isDedicated: false }, this.newFolder(uid));
    }
    let folder = '';
    const uid = await this.claims.claim(runAs.range, wishOf(owner), (each) => (folder = this.newFolder(each)));
    return this.furnish({ uid, gid: uid, isDedicated: true }, folder);
  }

  private async furnish(user: ProcessUser, folder: string): Promise<UserPlace> {
    const [home, temporary] = [join(folder, 'home'), join(folder, 'tmp')];
    await mkdir(folder, { recursive: true });
    await chmod(this.dir, 0o711);
    await chmod(folder, 0o711);
    for (const own of [home, temporary]) {
      await mkdir(own, { mode: 0o700 });
      await lchown(own, user.uid, user.gid);
    }
    let leaving: Promise<void> | undefined;
    return { user, home, temporary, leave: () => (leaving ??= this.leave(user, folder)) };
  }

  private async leave({ uid, isDedicated }: ProcessUser, folder: string): Promise<void> {
    if (!isDedicated) return this.remove(folder);
    await this.clear(uid, [folder]);
    await this.claims.giveBack(uid);
  }

  private async clear(uid: number, folders: readonly string[]): Promise<void> {
    await killUser(uid);
    try {
      for (const folder of folders) if (folder !== '') await this.remove(folder);
    } finally {
      // Afterwards: a workspace may be in a shared folder.
      if (await this.mayHaveFiles(uid)) await removeSharedFiles(uid);
    }
  }

  /** If that cannot be told, it may have. */
  private async mayHaveFiles(uid: number): Promise<boolean> {
    const owners = await this.leftFiles?.next().catch(() => undefined);
    return owners?.has(uid) ?? true;
  }

  /** The folders of dead agents, first those that tell of themselves machine-wide. */
  private async sweep(): Promise<void> {
    if (this.runAs.kind === 'range') await this.claims.sweep(this.runAs.range);
    const names = await readdir(this.dir).catch(() => []);
    const dead = names.filter((name) => {
      const ownership = readOwnership(name.replace(/^removed\./, ''));
      return ownership !== undefined && !isHeld(ownership);
    });
    for (const name of dead) await this.remove(join(this.dir, name));
  }

  /** A folder of another workspace is moved within that one. */
  private async remove(folder: string): Promise<void> {
    const name = basename(folder);
    const bin = name.startsWith('removed.') ? folder : join(folder, '..', `removed.${name}`);
    if (bin !== folder) {
      await mkdir(bin, { mode: 0o700 }).catch(ignoreExpected);
      await rename(folder, join(bin, 'folder')).catch(ignoreExpected);
    }
    await rm(bin, { recursive: true, force: true });
  }

  private newFolder(uid: number): string {
    return join(this.dir, `${ownershipName(ownedByThisProcess(uid))}.${randomUUID()}`);
  }
}

function wishOf(owner: string): number {
  return createHash('sha256').update(owner).digest().readUInt32BE();
}

/** The workspace is gone, or another agent removes the same. */
function ignoreExpected(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
}
