import { chmod, mkdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { SupervisorError } from '../SupervisorError.js';

import { type Installation, installPackage, isInstalled, packageFolder } from './installPackage.js';
import { type NpmSettings, NpmUsers } from './NpmUsers.js';
import { type PackageContent, packageKey } from './packageKey.js';
import { PackageUses } from './PackageUses.js';
import { type PackageSpec, parsePackageSpec } from './parsePackageSpec.js';
import type { PackageLimits } from './planPackagePruning.js';
import { Resolutions } from './Resolutions.js';
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

/** A package, and perhaps a newer one that its range or tag means now. */
export interface ProvidedPackage extends InstalledPackage {
  /** Resolves with the newer package when it is installed; with undefined if there is none. Never rejects. */
  readonly refreshed?: Promise<InstalledPackage | undefined>;
}

interface Provision {
  readonly spec: PackageSpec;
  readonly content: PackageContent;
  readonly request: PackageRequest;
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

  private readonly resolutions: Resolutions;
  private readonly uses: PackageUses;
  /** Keys of packages that were given out since the last pruning. */
  private readonly recent = new Set<string>();

  public constructor(
    private readonly parent: string,
    npm: NpmSettings,
    places: UserPlaces,
  ) {
    this.npmUsers = new NpmUsers(parent, npm, places);
    this.resolutions = new Resolutions(join(parent, '.resolved'));
    this.uses = new PackageUses(parent);
    // Not before the processes of dead agents are gone, which could still change what is removed.
    this.cleaned = places.ready.then(() => removeLeftovers(parent)).catch(() => undefined);
  }

  /**
   * Installs a package unless its content is already there. What a range or tag meant before is given at once if it is
   * there; whether it means something newer now is found out beside.
   *
   * @throws SupervisorError; the signal's reason if it was aborted, when nothing of the work is left
   */
  public async provide(request: PackageRequest): Promise<ProvidedPackage> {
    const { packageName, packageVersion, signal } = request;
    const spec = parsePackageSpec(packageName, packageVersion);
    await this.cleaned;
    await mkdir(this.parent, { recursive: true });
    await chmod(this.parent, 0o755);
    const known = spec.kind === 'query' ? await this.resolutions.recall(JSON.stringify(spec)) : undefined;
    const present = known && (await this.findInstalled(known));
    if (known === undefined || present === undefined) {
      return this.installed({ spec, content: await this.resolve(spec, signal), request });
    }
    return { ...present, refreshed: this.refresh(spec, known, request).catch(() => undefined) };
  }

  /** Removes packages that nobody uses. `folders` are those that this agent uses, as they were given out. */
  public prune(folders: ReadonlySet<string>, limits: PackageLimits): Promise<readonly string[]> {
    const used = [...folders].map((folder) => relative(this.parent, folder).split(sep)[0] ?? '');
    const keys = new Set([...used, ...this.recent]);
    this.recent.clear();
    return this.uses.prune(keys, limits);
  }

  private async refresh(
    spec: PackageSpec,
    known: PackageContent,
    request: PackageRequest,
  ): Promise<InstalledPackage | undefined> {
    const content = await this.resolve(spec, request.signal);
    return packageKey(content, RUNTIME) === packageKey(known, RUNTIME)
      ? undefined
      : this.installed({ spec, content, request });
  }

  private async findInstalled(content: PackageContent): Promise<InstalledPackage | undefined> {
    const key = packageKey(content, RUNTIME);
    const folder = join(this.parent, key);
    // First the mark, then the look: see PackageUses.
    this.recent.add(key);
    await this.uses.mark(key);
    if (!(await isInstalled(folder, content.name))) return undefined;
    const { name } = content;
    return { name, folder: packageFolder(folder, name), binFolder: join(folder, 'node_modules/.bin') };
  }

  private async installed({ spec, content, request }: Provision): Promise<InstalledPackage> {
    const present = await this.findInstalled(content);
    if (present !== undefined) return present;
    const key = packageKey(content, RUNTIME);
    const folder = join(this.parent, key);
    request.onInstalling();
    await this.installing.run(key, request.signal, (shared) => this.install({ spec, content, folder }, shared));
    const installed = await this.findInstalled(content);
    if (installed !== undefined) return installed;
    throw new SupervisorError(
      'INSTALL_FAILED',
      `"${folder}" was removed while it was being taken into use. It is tried again.`,
    );
  }

  private async resolve(spec: PackageSpec, signal: AbortSignal): Promise<PackageContent> {
    const name = JSON.stringify(spec);
    const content = await this.resolving.run(name, signal, (shared) =>
      resolvePackage(spec, (args) => this.npmUsers.ask(args, shared)),
    );
    if (spec.kind === 'query') await this.resolutions.remember(name, content);
    return content;
  }

  private async install(installation: Installation, signal: AbortSignal): Promise<void> {
    // Between the first look and this work another may have finished.
    if (await isInstalled(installation.folder, installation.spec.name)) return;
    await this.npmUsers.with(signal, (npm) => installPackage(installation, npm));
  }
}
