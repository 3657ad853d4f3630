import type { JsonSchema } from '../wire/JsonValue.js';
import type { ServiceCandidate, ServiceIndex } from './ServiceIndex.js';

/** A call and its possible targets. */
export interface ServiceWish {
  readonly method: string;
  readonly req: unknown;
  readonly targetTerminalId?: string;
  readonly serviceId?: string;
}

/**
 * One of the services that accept the request, each as likely as the others.
 *
 * @param random - from 0 up to, not including, 1
 */
export function chooseService(
  index: ServiceIndex,
  wish: ServiceWish,
  matches: (schema: JsonSchema, value: unknown) => boolean,
  random: number,
): ServiceCandidate | undefined {
  const { targetTerminalId, serviceId } = wish;
  const candidates = (index.get(wish.method) ?? []).filter(
    (service) =>
      (targetTerminalId === undefined || service.terminalId === targetTerminalId) &&
      (serviceId === undefined || service.serviceId === serviceId),
  );
  // A terminal that was named is asked: it checks the request itself. Its id for the service is of use if it has but one.
  if (targetTerminalId !== undefined && candidates.length <= 1) return candidates[0];
  const accepting = candidates.filter((service) => matches(service.schema, wish.req));
  return accepting[Math.floor(random * accepting.length)];
}
