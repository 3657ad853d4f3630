import type * as z from 'zod';

import type { EnvironmentVariable } from '../Environment.js';
import { optionalPort, optionalText } from '../variableSchemas.js';

/**
 * The variables of a program that serves metrics.
 *
 * @public
 */
export const metricsVariables: {
  readonly METRICS_PORT: EnvironmentVariable<z.ZodType<number | undefined, string | undefined>>;
  readonly METRICS_ADDRESS: EnvironmentVariable<z.ZodType<string | undefined, string | undefined>>;
} = {
  METRICS_PORT: {
    schema: optionalPort(),
    description: 'port that serves `/metrics` for Prometheus, without a token; 0 = any free port; if unset, none',
  },
  METRICS_ADDRESS: {
    schema: optionalText(),
    description: 'address that `METRICS_PORT` listens on',
    defaultText: '0.0.0.0 and ::',
  },
};

/**
 * The parsed values of {@link metricsVariables}.
 *
 * @public
 */
export interface MetricsConfig {
  readonly METRICS_PORT: number | undefined;
  readonly METRICS_ADDRESS: string | undefined;
}
