import type { JsonSchema } from '../wire/JsonValue.js';
import type { Message, Response } from '../wire/Message.js';
import type { ServiceInfo } from '../wire/TerminalInfo.js';
import type { ServiceHandler } from './ServiceHandler.js';

/** A service of this terminal with what answers it. */
export interface OfferedService {
  readonly info: ServiceInfo;
  readonly handler: ServiceHandler;
}

/** Which service answers a request, or the refusal. */
export type Route =
  | { readonly kind: 'accepted'; readonly service: OfferedService }
  | { readonly kind: 'refused'; readonly res: Response };

const refused = (reason: string): Route => ({
  kind: 'refused',
  res: { code: 400, message: `Bad Request: ${reason}` },
});

/**
 * Finds the one service that a request is for: the one it names, else the only one of its method whose schema
 * accepts it. A named service must be of that method and accept the request, too.
 */
export function routeRequest(
  services: ReadonlyMap<string, OfferedService>,
  message: Message,
  matches: (schema: JsonSchema, value: unknown) => boolean,
): Route {
  const candidates = candidatesOf(services, message);
  if (candidates.length === 0 && message.service_id === undefined) return refused('Method Not Found');
  const accepting = candidates.filter((service) => matches(service.info.schema, message.req));
  const [service] = accepting;
  if (!service) return refused('No Matching Service');
  return accepting.length > 1 ? refused('Ambiguous Service') : { kind: 'accepted', service };
}

function candidatesOf(services: ReadonlyMap<string, OfferedService>, message: Message): OfferedService[] {
  if (message.service_id === undefined) {
    return [...services.values()].filter((service) => service.info.method === message.method);
  }
  const named = services.get(message.service_id);
  // Yuan's terminals may say the service's id where its method is expected.
  const isMeant = [named?.info.method, message.service_id].includes(message.method);
  return named && isMeant ? [named] : [];
}
