import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

const IGNORED_NAMES: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** SHA-256 (hex) of a file's content. Rejects if it cannot be read. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await addContent(hash, path);
  return hash.digest('hex');
}

/**
 * SHA-256 (hex) over names, contents, links and executability of everything in a folder, except `node_modules` and
 * `.git`. Rejects if something cannot be read.
 */
export async function hashFolder(path: string): Promise<string> {
  const hash = createHash('sha256');
  await addFolder(hash, path, '');
  return hash.digest('hex');
}

async function addFolder(hash: Hash, root: string, folder: string): Promise<void> {
  const names = (await readdir(join(root, folder))).filter((name) => !IGNORED_NAMES.has(name)).sort();
  for (const name of names) await addEntry(hash, root, join(folder, name));
}

/** Lengths stand before texts, so that two different folders cannot give the same input to the hash. */
async function addEntry(hash: Hash, root: string, path: string): Promise<void> {
  const file = join(root, path);
  const stats = await lstat(file);
  const head = (kind: string, size: number): Hash => hash.update(`${kind} ${path.length} ${path} ${size} `);
  if (stats.isDirectory()) {
    head('folder', 0);
    await addFolder(hash, root, path);
  } else if (stats.isSymbolicLink()) {
    const target = await readlink(file);
    head('link', target.length).update(target);
  } else if (stats.isFile()) {
    head(stats.mode & 0o111 ? 'program' : 'file', stats.size);
    await addContent(hash, file);
  }
}

async function addContent(hash: Hash, path: string): Promise<void> {
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
}
