import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { build } from 'esbuild';

import type { ProgramContents } from './assemblePrograms.js';
import { moduleBuilds } from './moduleBuilds.js';
import { namesOfCommonJs } from './namesOfCommonJs.js';
import { virtualLocations, withRoot } from './virtualLocations.js';

/** CommonJS packages in the bundle ask for Node.js' own modules by `require`, which ESM does not have. */
const REQUIRE =
  "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);";

/** Native speed-ups of ws and pg, which do without them. */
const LEFT_OUT = ['bufferutil', 'utf-8-validate', 'pg-native'];

/**
 * Node.js has one since version 21. Without it, pg asks for `Response` to find out whether it runs on Cloudflare, and
 * Node.js loads an HTTP client for that: 11 MB.
 */
const NAVIGATOR = "globalThis.navigator ??= { userAgent: 'Node.js' };";

/** What went into the bundle. */
export interface Bundle {
  /** Files, relative to the repository. */
  readonly inputs: readonly string[];
  /** Fails if something that a program refers to by its location is not in the package. */
  readonly check: () => void;
}

/** Bundles the programs, and everything that they import, into a folder. */
export async function bundlePrograms({ root, entryPoints }: ProgramContents, folder: string): Promise<Bundle> {
  const referred = new Set<string>();
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...entryPoints],
    outbase: root,
    outdir: folder,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    banner: { js: `${REQUIRE} ${NAVIGATOR}` },
    external: LEFT_OUT,
    plugins: [moduleBuilds, virtualLocations(root, (path) => referred.add(path))],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const wrong = namesOfCommonJs(root, metafile);
  if (wrong.length > 0)
    throw new Error(`${wrong.join(', ')}: take the default of a CommonJS package that is loaded later`);
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, withRoot(text, relative(folder, path)));
  }
  const check = (): void => {
    const absent = [...referred].filter((path) => existsSync(join(root, path)) && !existsSync(join(folder, path)));
    if (absent.length === 0) return;
    throw new Error(`programs refer to ${absent.join(', ')}: add it to the assets`);
  };
  return { inputs: Object.keys(metafile.inputs), check };
}
