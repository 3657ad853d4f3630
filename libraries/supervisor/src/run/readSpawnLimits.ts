import { readFileSync } from 'node:fs';

import type { SpawnLimits } from './environmentFault.js';

/** Linux: 32 pages for one text, and a quarter of the stack, but never more than 6 MiB, for all of them. */
const PER_TEXT_BYTES = 131_072;
const MOST_BYTES = 6 * 1024 * 1024;
const USUAL_STACK_BYTES = 8 * 1024 * 1024;
/** For what the operating system and the start add. */
const RESERVED_BYTES = 8 * 1024;

/** What this machine takes; where it does not tell, what is usual. */
export function readSpawnLimits(): SpawnLimits {
  const stackBytes = Number(/^Max stack size\s+(\d+)/m.exec(readLimits())?.[1] ?? USUAL_STACK_BYTES);
  const totalBytes = Math.max(PER_TEXT_BYTES, Math.min(stackBytes / 4, MOST_BYTES)) - RESERVED_BYTES;
  return { perTextBytes: PER_TEXT_BYTES, totalBytes: Math.floor(totalBytes) };
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
