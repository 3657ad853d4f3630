import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { SupervisorError } from '../SupervisorError.js';
import { chooseUid } from './chooseUid.js';
import { findLeftovers } from './findLeftovers.js';
import { heldOf, isHeld, ownedByThisProcess } from './holders.js';
import { ownershipName, type Ownership, readOwnership } from './Ownership.js';
import type { UidRange } from './UidRange.js';

/** Shared by all agents of a machine; empty after a restart of the machine, like the numbers of processes. */
export const CLAIMS_DIR = '/run/node-unit/uids';

const SWEPT_AT_ONCE = 500;

interface Claim extends Ownership {
  readonly file: string;
}

/** Cleans up what earlier holders of a user id left. `folders` are what they had for themselves. */
export type ClearUid = (uid: number, folders: readonly string[]) => Promise<void>;

/**
 * Which user ids of this machine are in use, as files in a folder that all agents share.
 *
 * @remarks
 * A claim is a file whose name tells the user id and the process that holds it, and whose content is the folder that is
 * private to that user. Whoever wants a user id writes the own claim first and then looks for others: of two that try at
 * the same time, at least one sees the other and tries the next id. A claim of a process that has ended counts for
 * nothing, and is removed by the next holder when what it left behind is gone. So nothing needs repair after a crash.
 */
export class UidClaims {
  /** Names the user ids of which something is left from before the machine was started. */
  private readonly leftoversDir: string;
  private areLeftoversKnown = false;

  public constructor(
    private readonly dir: string,
    private readonly clear: ClearUid,
  ) {
    this.leftoversDir = `${dir}.leftovers`;
  }

  /** @throws SupervisorError `NO_USER_LEFT`, and errors of the file system */
  public async claim(range: UidRange, wish: number, folderOf: (uid: number) => string): Promise<number> {
    await this.open();
    const lost = new Set<number>();
    for (;;) {
      const claims = await this.list();
      // What a dead agent left has to be cleared first, which takes a while: only if there is nothing else.
      const uid = chooseUid(range, wish, uidsOf(claims, lost)) ?? chooseUid(range, wish, uidsOf(heldOf(claims), lost));
      if (uid === undefined) throw noUserLeft(range);
      if (await this.take(uid, folderOf(uid))) return uid;
      lost.add(uid);
    }
  }

  /** Only when no process of the user is left. */
  public async giveBack(uid: number): Promise<void> {
    await unlink(this.ownFile(uid));
  }

  /**
   * Clears up what agents left that ended without doing so. The first agent after a start of the machine notes whose files or
   * processes are left from before it, so that the other users need no clearing when they are used for the first time.
   */
  public async sweep(range: UidRange): Promise<void> {
    await this.open();
    await this.noteLeftovers(range);
    const claims = await this.list();
    const held = new Set(heldOf(claims));
    const stale = claims.filter((claim) => !held.has(claim));
    const uids = [...new Set(stale.map((claim) => claim.uid))];
    // Many at once, so that they share the looks at what is left. What cannot be cleared keeps its claim.
    for (let first = 0; first < uids.length; first += SWEPT_AT_ONCE) {
      await this.sweepSome(uids.slice(first, first + SWEPT_AT_ONCE));
    }
  }

  private async sweepSome(uids: readonly number[]): Promise<void> {
    const own = await Promise.all(uids.map((uid) => this.writeOwn(uid, '')));
    const claims = byUid(await this.list());
    await Promise.allSettled(
      uids.map(async (uid, at) => {
        if (own[at] === true && (await this.settle(uid, claims.get(uid) ?? []))) await this.giveBack(uid);
      }),
    );
  }

  private async take(uid: number, folder: string): Promise<boolean> {
    if (!(await this.writeOwn(uid, folder))) return false;
    return this.settle(uid, await this.list(`${uid}.`));
  }

  /** Whether the own claim was written; false if this process has it already. */
  private async writeOwn(uid: number, folder: string): Promise<boolean> {
    try {
      await writeFile(this.ownFile(uid), folder, { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  /** Whether the own claim stands against those that were found after it was written. */
  private async settle(uid: number, claims: readonly Claim[]): Promise<boolean> {
    const own = this.ownFile(uid);
    const others = claims.filter(({ file }) => file !== own);
    if (others.some(isHeld)) {
      await unlink(own);
      return false;
    }
    // If this fails, the claim stays: an uncleared user is not used again.
    const mayHaveLeft = !this.areLeftoversKnown || others.length > 0 || existsSync(this.leftoverFile(uid));
    if (mayHaveLeft) await this.clearAfter(uid, others);
    await Promise.all(others.map(({ file }) => unlink(file).catch(() => undefined)));
    return true;
  }

  private async clearAfter(uid: number, others: readonly Claim[]): Promise<void> {
    await this.clear(uid, await Promise.all(others.map(({ file }) => readFile(file, 'utf8').catch(() => ''))));
    await rm(this.leftoverFile(uid), { force: true });
  }

  private async noteLeftovers(range: UidRange): Promise<void> {
    const done = join(this.leftoversDir, `${range.first}-${range.last}`);
    this.areLeftoversKnown = existsSync(done);
    if (this.areLeftoversKnown) return;
    for (const uid of await findLeftovers(range)) await writeFile(this.leftoverFile(uid), '', { mode: 0o600 });
    await writeFile(done, '', { mode: 0o600 });
    this.areLeftoversKnown = true;
  }

  private leftoverFile(uid: number): string {
    return join(this.leftoversDir, `of-${uid}`);
  }

  private async open(): Promise<void> {
    for (const dir of [this.dir, this.leftoversDir]) await this.openFolder(dir);
  }

  private async openFolder(dir: string): Promise<void> {
    await mkdir(dir, { recursive: true, mode: 0o755 });
    const { uid } = await lstat(dir);
    if (uid !== process.geteuid?.()) {
      const message = `"${dir}" belongs to the user ${uid}: all agents of a machine that share it need the same user`;
      throw new SupervisorError('NO_USER_LEFT', message);
    }
    await chmod(dir, 0o700);
  }

  private async list(beginning = ''): Promise<readonly Claim[]> {
    const names = await readdir(this.dir);
    return names.flatMap((name) => {
      const ownership = name.startsWith(beginning) ? readOwnership(name) : undefined;
      return ownership === undefined ? [] : [{ ...ownership, file: join(this.dir, name) }];
    });
  }

  private ownFile(uid: number): string {
    return join(this.dir, ownershipName(ownedByThisProcess(uid)));
  }
}

function uidsOf(claims: readonly Claim[], others: ReadonlySet<number>): ReadonlySet<number> {
  const uids = new Set(others);
  for (const { uid } of claims) uids.add(uid);
  return uids;
}

function byUid(claims: readonly Claim[]): ReadonlyMap<number, readonly Claim[]> {
  const grouped = new Map<number, Claim[]>();
  for (const claim of claims) {
    const others = grouped.get(claim.uid);
    if (others) others.push(claim);
    else grouped.set(claim.uid, [claim]);
  }
  return grouped;
}

function noUserLeft({ first, last }: UidRange): SupervisorError {
  const message = `all users from ${first} to ${last} are taken on this machine. Make NODE_UNIT_UID_RANGE larger.`;
  return new SupervisorError('NO_USER_LEFT', message);
}
