import { type Logger, openTerminal } from '@node-unit/app-runtime';
import type { Terminal } from '@node-unit/protocol';
import { Subscription } from 'rxjs';

import { mirrorServices } from './mirrorServices.js';
import type { BridgePlan } from './planBridges.js';
import { EXTERNAL_TERMINAL_NAME, PORTAL_TAGS } from './portalTerminals.js';

/** Connects to the other host and bridges services in one direction; unsubscribing ends both. */
export function openBridge(plan: BridgePlan, own: Terminal, logger: Logger): Subscription {
  const { id, externalHostUrl, isImport, filter } = plan;
  const subject = { portal_config_id: id, external_host: new URL(externalHostUrl).host, is_import: isImport };
  const options = { hostUrl: externalHostUrl, name: EXTERNAL_TERMINAL_NAME, tags: PORTAL_TAGS };
  const external = openTerminal(options, logger, { connectionEvent: 'BridgeConnection', subject });
  const closing = new AbortController();
  const bridge = new Subscription();
  const [source, sink] = isImport ? [external, own] : [own, external];
  bridge.add(
    mirrorServices({
      source,
      sink,
      filter,
      signal: closing.signal,
      onServices: (services) => logger.info({ ...subject, services }, 'BridgeServices'),
    }),
  );
  // First those who wait are told, then the connection goes.
  bridge.add(() => closing.abort());
  bridge.add(() => void external.dispose());
  return bridge;
}
