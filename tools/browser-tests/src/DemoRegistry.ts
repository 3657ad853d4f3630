import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A package with one program, for pictures. */
export interface DemoPackage {
  readonly name: string;
  readonly version: string;
  readonly program: string;
}

/** A registry of npm on this machine that has a few packages. */
export class DemoRegistry {
  readonly #server: Server;
  readonly #tarballs = new Map<string, Buffer>();
  readonly #packages: readonly DemoPackage[];

  private constructor(packages: readonly DemoPackage[]) {
    this.#packages = packages;
    this.#server = createServer(({ url = '/' }, response) => {
      const tarball = this.#tarballs.get(url);
      const text = tarball ?? this.#describe(url.slice(1));
      response.writeHead(text === undefined ? 404 : 200).end(text);
    });
  }

  /** @param folder - for the packages, which stay there */
  public static async start(folder: string, packages: readonly DemoPackage[]): Promise<DemoRegistry> {
    const registry = new DemoRegistry(packages);
    for (const each of packages) registry.#tarballs.set(pathOf(each), await pack(folder, each));
    registry.#server.listen(0, '127.0.0.1');
    await once(registry.#server, 'listening');
    return registry;
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  public close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #describe(name: string): string | undefined {
    const own = this.#packages.filter((each) => each.name === name);
    if (own.length === 0) return undefined;
    const versions = own.map((each) => [
      each.version,
      { name, version: each.version, dist: { tarball: this.url.slice(0, -1) + pathOf(each) } },
    ]);
    return JSON.stringify({
      name,
      'dist-tags': { latest: own.at(-1)?.version },
      versions: Object.fromEntries(versions) as object,
    });
  }
}

function pathOf({ name, version }: DemoPackage): string {
  return `/${name}/-/${name}-${version}.tgz`;
}

async function pack(folder: string, { name, version, program }: DemoPackage): Promise<Buffer> {
  const place = join(folder, `${name}-${version}`);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
  await writeFile(join(place, 'index.js'), program);
  await promisify(execFile)('npm', ['pack', '--silent', '--offline'], { cwd: place });
  return readFile(join(place, `${name}-${version}.tgz`));
}
