import * as z from 'zod';

import type { EnvironmentVariable } from './Environment.js';

const logLevels = ['debug', 'info', 'warn', 'error'] as const;
type LogLevelSchema = z.ZodType<(typeof logLevels)[number], string | undefined>;

/**
 * The variables that every program has.
 *
 * @public
 */
export const commonVariables: { readonly LOG_LEVEL: EnvironmentVariable<LogLevelSchema> } = {
  LOG_LEVEL: {
    schema: z
      .string()
      .toLowerCase()
      .pipe(z.enum(logLevels, { message: `expected one of ${logLevels.join(', ')}` }))
      .default('info'),
    description: 'minimum level that is logged: `debug`, `info`, `warn` or `error`',
    defaultText: 'info',
  },
};
