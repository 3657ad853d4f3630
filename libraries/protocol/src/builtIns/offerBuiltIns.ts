import type { KeyPair } from '@node-unit/credentials';
import { processMetrics } from '#metrics';

import type { ServiceEndpoint } from '../services/ServiceEndpoint.js';
import { encodePath } from '../wire/path.js';
import { answerHandShake } from './answerHandShake.js';
import { PerSecond } from './PerSecond.js';
import type { SharedKey } from './SharedKey.js';

/** Agreeing on a key costs milliseconds: nobody is given more of them than that. */
const HAND_SHAKES_PER_SECOND = 5;
/** To measure a process costs it time, too. */
const METRICS_PER_SECOND = 10;

/** Offers what every terminal has of its own. */
export function offerBuiltIns(
  endpoint: ServiceEndpoint,
  keyPair: KeyPair,
  onSharedKey: (agreed: SharedKey) => void,
): void {
  endpoint.offer({ method: 'Ping', schema: {} }, () => [{ res: { code: 0, message: 'Pong' } }]);
  offerHandShake(endpoint, keyPair, onSharedKey);
  if (!processMetrics) return;
  const metrics = processMetrics;
  const properties = { terminal_id: { type: 'string', const: keyPair.publicKey } };
  const limit = new PerSecond(METRICS_PER_SECOND);
  endpoint.offer({ method: 'Metrics', schema: { type: 'object', properties } }, ({ sourceTerminalId }) => {
    if (limit.allows(sourceTerminalId, performance.now()))
      return [{ res: { code: 0, message: 'OK', data: { metrics: metrics() } } }];
    return [{ res: { code: 429, message: `Too Many Requests: at most ${METRICS_PER_SECOND} in a second` } }];
  });
}

function offerHandShake(endpoint: ServiceEndpoint, keyPair: KeyPair, onSharedKey: (agreed: SharedKey) => void): void {
  const limit = new PerSecond(HAND_SHAKES_PER_SECOND);
  const schema = {
    type: 'object',
    required: ['x25519_public_key'],
    properties: { x25519_public_key: { type: 'string' } },
  };
  endpoint.offer({ method: encodePath('HandShake', keyPair.publicKey), schema }, ({ req, sourceTerminalId }) => {
    if (!limit.allows(sourceTerminalId, performance.now())) {
      const message = `Too Many Requests: at most ${HAND_SHAKES_PER_SECOND} in a second`;
      return [{ res: { code: 429, message } }];
    }
    const { res, agreed } = answerHandShake(req, keyPair);
    if (agreed) onSharedKey(agreed);
    return [{ res }];
  });
}
