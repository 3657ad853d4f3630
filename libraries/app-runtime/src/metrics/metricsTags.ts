/**
 * The tag by which a terminal tells on which port of its machine it serves metrics.
 *
 * @public
 */
export const METRICS_PORT_TAG = 'metrics_port';

/**
 * The tags of a terminal whose program serves metrics on this port; none without one.
 *
 * @public
 */
export function metricsTags(port: number | undefined): Readonly<Record<string, string>> {
  return port === undefined ? {} : { [METRICS_PORT_TAG]: String(port) };
}
