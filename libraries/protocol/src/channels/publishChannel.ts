import { defer, finalize, map, type Observable, share, Subject, Subscription, takeUntil } from 'rxjs';

import type { ServiceHandler } from '../services/ServiceHandler.js';
import type { Terminal } from '../terminal/Terminal.js';
import { isRecord } from '../wire/isRecord.js';
import type { JsonSchema } from '../wire/JsonValue.js';
import { channelMethod, channelRequestSchema } from './channelService.js';

/** Offers the service behind a channel; unsubscribing withdraws it and ends its subscribers' streams. */
export function publishChannel(
  offerService: Terminal['offerService'],
  channel: { readonly type: string; readonly channelSchema?: JsonSchema },
  source: (channelId: string) => Observable<unknown>,
): Subscription {
  const withdrawn$ = new Subject<void>();
  const valuesOf = shareByChannelId(source);
  const handler: ServiceHandler = ({ req }) =>
    valuesOf(channelIdOf(req)).pipe(
      map((value) => ({ frame: { value: value ?? null } })),
      takeUntil(withdrawn$),
    );
  const schema = channelRequestSchema(channel.channelSchema);
  const offer = offerService({ method: channelMethod(channel.type), schema }, handler);
  return new Subscription(() => {
    offer.unsubscribe();
    withdrawn$.next();
  });
}

function channelIdOf(req: unknown): string {
  const channelId = isRecord(req) ? req['channel_id'] : undefined;
  return typeof channelId === 'string' ? channelId : '';
}

/** One subscription of the source for all who want the same channel id; forgotten when the last one left. */
function shareByChannelId(
  source: (channelId: string) => Observable<unknown>,
): (channelId: string) => Observable<unknown> {
  const sharedById = new Map<string, Observable<unknown>>();
  return (channelId) => {
    const existing = sharedById.get(channelId);
    if (existing) return existing;
    const shared = defer(() => source(channelId)).pipe(
      finalize(() => sharedById.delete(channelId)),
      share(),
    );
    sharedById.set(channelId, shared);
    return shared;
  };
}
