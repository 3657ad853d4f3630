import { chmod, chown, copyFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import type { UserPlace, UserPlaces } from '../users/UserPlaces.js';
import { configuredFile, npmEnvironmentFor } from './npmEnvironment.js';
import { type NpmOptions, type NpmResult, runNpm } from './runNpm.js';

const USER_CONFIG = '.npmrc';

/**
 * Runs npm, each time as a user of its own with a home that is gone afterwards: neither an install script nor what it
 * leaves in npm's cache reaches another installation. Only the agent's `.npmrc` comes with it, as a copy.
 */
export class NpmUsers {
  public constructor(
    private readonly cwd: string,
    private readonly env: Readonly<Record<string, string>>,
    private readonly places: UserPlaces,
    private readonly timeoutMs: number,
  ) {}

  public async with<T>(signal: AbortSignal, work: (npm: NpmOptions) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const place = await this.places.take(`npm ${randomUUID()}`);
    try {
      await this.copyUserConfig(place);
      const env = place.home === undefined ? this.env : npmEnvironmentFor(this.env, place.home, place.temporary);
      return await work({ cwd: place.home ?? this.cwd, env, user: place.user, signal, timeoutMs: this.timeoutMs });
    } finally {
      await place.leave();
    }
  }

  public run(args: readonly string[], signal: AbortSignal): Promise<NpmResult> {
    return this.with(signal, (npm) => runNpm(args, npm));
  }

  private async copyUserConfig({ home, user }: UserPlace): Promise<void> {
    const source = configuredFile(this.env, 'userconfig') ?? join(this.env['HOME'] ?? '', USER_CONFIG);
    if (home === undefined || user === undefined || source === USER_CONFIG) return;
    const copy = join(home, USER_CONFIG);
    const isCopied = await copyFile(source, copy).then(
      () => true,
      () => false,
    );
    if (!isCopied) return;
    await chmod(copy, 0o600);
    await chown(copy, user.uid, user.gid);
  }
}
