import { fileURLToPath } from 'node:url';

/** The programs of a cluster, as `unitctl run` names them. */
export type ProgramName = 'host' | 'storage' | 'node-unit';

export const programNames: readonly ProgramName[] = ['host', 'storage', 'node-unit'];

/** The module that runs a program. */
export function programFile(name: ProgramName): string {
  return fileURLToPath(urls[name]());
}

const urls: Readonly<Record<ProgramName, () => string>> = {
  host: () => import.meta.resolve('@node-unit/host/cli'),
  storage: () => import.meta.resolve('@node-unit/postgres-storage/cli'),
  'node-unit': () => import.meta.resolve('@node-unit/node-unit/cli'),
};
