import { fileURLToPath } from 'node:url';

/** The command that starts this program as it is installed: by absolute paths, because units have no PATH of a user. */
export function installedCommand(): readonly string[] {
  return [process.execPath, fileURLToPath(new URL('../../../bin/unitctl.js', import.meta.url))];
}
