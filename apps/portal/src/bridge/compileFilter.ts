import { Ajv } from 'ajv';
import type { PortalConfig } from '@node-unit/portal-config';
import type { ServiceInfo } from '@node-unit/protocol';

/** Decides whether a service is bridged. */
export type ServiceFilter = (service: ServiceInfo) => boolean;

/**
 * Compiles a JSON Schema to a filter.
 *
 * @throws Error that describes the fault of the schema
 */
export function compileFilter(schema: PortalConfig['filterSchema']): ServiceFilter {
  const validate = new Ajv({ strict: false, logger: false }).compile(schema);
  // Its verdict would be a promise, and a promise is always true.
  if ('$async' in validate) throw new Error('asynchronous schemas are not supported');
  return (service) => validate(service) === true;
}
