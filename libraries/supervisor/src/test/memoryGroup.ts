import { randomUUID } from 'node:crypto';
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where cgroup v1 and v2 keep memory limits, and the file that takes one. */
const KINDS = [
  { parent: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes' },
  { parent: '/sys/fs/cgroup', limit: 'memory.max' },
] as const;

/** Creates a control group with a memory limit and gives its folder; undefined where none may be created. */
export function createMemoryGroup(limitBytes: number): string | undefined {
  for (const { parent, limit } of KINDS) {
    const folder = join(parent, `supervisor-test-${randomUUID()}`);
    try {
      mkdirSync(folder);
    } catch {
      continue;
    }
    try {
      writeFileSync(join(folder, limit), String(limitBytes), { flag: 'r+' });
      return folder;
    } catch {
      rmdirSync(folder);
    }
  }
  return undefined;
}
