import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { type Installation, installPackage, isInstalled, packageFolder } from './installPackage.js';
import { NpmUsers } from './NpmUsers.js';
import { type PackageContent, packageKey } from './packageKey.js';
import { type PackageSpec, parsePackageSpec } from './parsePackageSpec.js';
import { resolvePackage } from './resolvePackage.js';
import type { UserPlaces } from '../users/UserPlaces.js';
import { SharedWork } from './SharedWork.js';
import { removeLeftovers } from './temporaryFolders.js';

const RUNTIME = `${process.platform}-${process.arch}-${process.versions.modules}`;

/** A package on this machine. Nobody changes or removes it while it may be in use. */
export interface InstalledPackage {
  readonly name: string;
  /** Holds the package's `package.json`. */
  readonly folder: string;
  /** The programs of the package and of what it depends on. */
  readonly binFolder: string;
}

export interface PackageRequest {
  readonly packageName: string;
  readonly packageVersion: string;
  readonly signal: AbortSignal;
  /** Called before an installation; not when the package is already there. */
  readonly onInstalling: () => void;
}

/**
 * The packages of a machine, each content in a folder of its own, so that what runs is never changed: a range or tag
 * that means something new gives a new folder. Several agents may share it.
 */
export class PackageStore {
  private readonly resolving = new SharedWork<PackageContent>();
  private readonly installing = new SharedWork<void>();
  /** A leftover that cannot be removed costs nothing but space, and the next start tries again. */
  private readonly cleaned: Promise<void>;
  private readonly npmUsers: NpmUsers;

  public constructor(
    private readonly parent: string,
    npmEnv: Readonly<Record<string, string>>,
    places: UserPlaces,
    installTimeoutMs: number,
  ) {
    this.npmUsers = new NpmUsers(parent, npmEnv, places, installTimeoutMs);
    // Not before the processes of dead agents are gone, which could still change what is removed.
    this.cleaned = places.ready.then(() => removeLeftovers(parent)).catch(() => undefined);
  }

  /**
   * Installs a package unless its content is already there.
   *
   * @throws SupervisorError; the signal's reason if it was aborted, when nothing of the work is left
   */
  public async provide(request: PackageRequest): Promise<InstalledPackage> {
    const { packageName, packageVersion, signal, onInstalling } = request;
    const spec = parsePackageSpec(packageName, packageVersion);
    await this.cleaned;
    await mkdir(this.parent, { recursive: true });
    await chmod(this.parent, 0o755);
    const content = await this.resolve(spec, signal);
    const key = packageKey(content, RUNTIME);
    const folder = join(this.parent, key);
    if (!(await isInstalled(folder, spec.name))) {
      onInstalling();
      await this.installing.run(key, signal, (shared) => this.install({ spec, content, folder }, shared));
    }
    return { name: spec.name, folder: packageFolder(folder, spec.name), binFolder: join(folder, 'node_modules/.bin') };
  }

  private resolve(spec: PackageSpec, signal: AbortSignal): Promise<PackageContent> {
    return this.resolving.run(JSON.stringify(spec), signal, (shared) =>
      resolvePackage(spec, (args) => this.npmUsers.run(args, shared)),
    );
  }

  private async install(installation: Installation, signal: AbortSignal): Promise<void> {
    // Between the first look and this work another may have finished.
    if (await isInstalled(installation.folder, installation.spec.name)) return;
    await this.npmUsers.with(signal, (npm) => installPackage(installation, npm));
  }
}
