import type { Logger } from '@node-unit/app-runtime';

/** A logger that keeps its records, oldest first. */
export function recordingLogger(): Logger & { readonly records: Readonly<Record<string, unknown>>[] } {
  const records: Readonly<Record<string, unknown>>[] = [];
  const write =
    (level: string) =>
    (fields: object, event: string): void => {
      records.push({ level, event, ...fields });
    };
  return { records, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
