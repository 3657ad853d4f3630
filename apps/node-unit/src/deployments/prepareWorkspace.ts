import { AppError } from '@node-unit/app-runtime';
import { messageOf } from '@node-unit/basics';
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes the workspace, where everything is that this node-unit writes.
 *
 * @throws AppError if it cannot be written
 */
export async function prepareWorkspace(workspaceDir: string): Promise<void> {
  const trial = join(workspaceDir, `.trial-${randomUUID()}`);
  try {
    await mkdir(workspaceDir, { recursive: true });
    await writeFile(trial, '');
    await rm(trial);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A full disk may have space again; what is installed runs meanwhile.
    if (code === 'ENOSPC' || code === 'EDQUOT') return;
    const advice = 'set NODE_UNIT_WORKSPACE_DIR to a folder that its user may write';
    throw new AppError(2, `the workspace "${workspaceDir}" cannot be written (${messageOf(error)}): ${advice}`, {
      cause: error,
    });
  }
}
