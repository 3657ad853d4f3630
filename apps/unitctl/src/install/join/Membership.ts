import { readFileSync, writeFileSync } from 'node:fs';

import { AppError } from '@node-unit/app-runtime/AppError';
import * as z from 'zod';

const schema = z.object({ host_url: z.string().min(1), name: z.string().min(1) });

/** What a machine that has joined keeps, apart from its secrets. */
export type Membership = z.output<typeof schema>;

/** Undefined if this machine has not joined yet. @throws AppError if the file is something else */
export function readMembership(file: string): Membership | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AppError(2, `${file} is not usable: expected {"host_url": …, "name": …}; remove it to begin anew`, {
      cause,
    });
  }
}

export function writeMembership(file: string, membership: Membership): void {
  writeFileSync(file, `${JSON.stringify(membership)}\n`, { mode: 0o600 });
}
