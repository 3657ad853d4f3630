import { randomUUID } from 'node:crypto';
import { chmod, chown, copyFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { UserPlace, UserPlaces } from '../users/UserPlaces.js';
import type { Environment } from '../run/inheritedEnvironment.js';
import { configuredFile, npmEnvironmentFor } from './npmEnvironment.js';
import { npmrcVariables } from './npmrcVariables.js';
import { type NpmOptions, type NpmResult, runNpm } from './runNpm.js';

const USER_CONFIG = '.npmrc';
const QUESTION_TIMEOUT_MS = 30_000;
const IMPATIENT: readonly string[] = ['--fetch-retries=1', '--fetch-timeout=10000', '--fetch-retry-mintimeout=1000'];

/** What npm is run with. */
export interface NpmSettings {
  /** As `npmEnvironment` gives it. */
  readonly env: Readonly<Record<string, string>>;
  /** The agent's own, for the variables that an `.npmrc` refers to. */
  readonly agentEnv: Environment;
  readonly installTimeoutMs: number;
}

/**
 * Runs npm, each time as a user of its own with a home that is gone afterwards: neither an install script nor what it
 * leaves in npm's cache reaches another installation. Only the agent's `.npmrc` comes with it, as a copy.
 */
export class NpmUsers {
  public constructor(
    private readonly cwd: string,
    private readonly settings: NpmSettings,
    private readonly places: UserPlaces,
  ) {}

  public async with<T>(signal: AbortSignal, work: (npm: NpmOptions) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const place = await this.places.take(`npm ${randomUUID()}`);
    try {
      await this.copyUserConfig(place);
      const env = { ...(await this.namedVariables()), ...this.environmentIn(place) };
      return await work({
        cwd: place.home ?? this.cwd,
        env,
        user: place.user,
        signal,
        timeoutMs: this.settings.installTimeoutMs,
      });
    } finally {
      await place.leave();
    }
  }

  /** Asks npm a question, which takes a bounded time even if the registry is away. */
  public ask(args: readonly string[], signal: AbortSignal): Promise<NpmResult> {
    return this.with(signal, (npm) => runNpm([...args, ...IMPATIENT], { ...npm, timeoutMs: QUESTION_TIMEOUT_MS }));
  }

  /** Whatever npm writes is under the workspace, unless the agent's environment says otherwise. */
  private environmentIn({ home, temporary }: UserPlace): Readonly<Record<string, string>> {
    const { env } = this.settings;
    if (home !== undefined) return npmEnvironmentFor(env, home, temporary);
    const cache = configuredFile(env, 'cache') ?? join(this.cwd, '.npm-cache');
    return { ...env, npm_config_cache: cache };
  }

  /** The variables of the agent that its `.npmrc` files refer to. */
  private async namedVariables(): Promise<Readonly<Record<string, string>>> {
    const { agentEnv } = this.settings;
    const files = [this.userConfig(), this.globalConfig()];
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
    return Object.fromEntries(
      texts.flatMap(npmrcVariables).flatMap((name) => {
        const value = agentEnv[name];
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  }

  private userConfig(): string {
    return configuredFile(this.settings.env, 'userconfig') ?? join(this.settings.env['HOME'] ?? '/', USER_CONFIG);
  }

  private globalConfig(): string {
    return (
      configuredFile(this.settings.env, 'globalconfig') ?? join(dirname(dirname(process.execPath)), 'etc', 'npmrc')
    );
  }

  private async copyUserConfig({ home, user }: UserPlace): Promise<void> {
    if (home === undefined || user === undefined) return;
    const copy = join(home, USER_CONFIG);
    const isCopied = await copyFile(this.userConfig(), copy).then(
      () => true,
      () => false,
    );
    if (!isCopied) return;
    await chmod(copy, 0o600);
    await chown(copy, user.uid, user.gid);
  }
}
