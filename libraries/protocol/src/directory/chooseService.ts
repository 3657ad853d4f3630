import type { JsonSchema } from '../wire/JsonValue.js';
import type { ServiceCandidate, ServiceIndex } from './ServiceIndex.js';

/** A call and whom it may go to. */
export interface ServiceWish {
  readonly method: string;
  readonly req: unknown;
  readonly targetTerminalId?: string;
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
  const candidates = (index.get(wish.method) ?? []).filter(
    ({ terminalId, schema }) =>
      (wish.targetTerminalId === undefined || terminalId === wish.targetTerminalId) && matches(schema, wish.req),
  );
  return candidates[Math.floor(random * candidates.length)];
}
