import { type AppContext, hostOf, identityLoss, openTerminal, untilAborted } from '@node-unit/app-runtime';
import { watchPortalConfigs } from '@node-unit/portal-config';

import { keepBridges } from './bridge/keepBridges.js';
import { PORTAL_TAGS } from './bridge/portalTerminals.js';
import type { portalEnvironment } from './environment.js';

/**
 * Keeps the configured bridges open until the portal is stopped, or until another process connects with its identity.
 */
export async function runPortal(context: AppContext<(typeof portalEnvironment)['variables']>): Promise<void> {
  const { config, logger, signal } = context;
  const { TERMINAL_PRIVATE_KEY: keyPair, TERMINAL_NAME: name, NODE_UNIT_DEPLOYMENT_ID: deploymentId } = config;
  const tags = { ...PORTAL_TAGS, ...(deploymentId !== undefined && { deployment_id: deploymentId }) };
  const terminal = openTerminal({ ...hostOf(config), name, tags, ...(keyPair && { keyPair }) }, logger);
  const { terminalId } = terminal;
  const work = keepBridges({ own: terminal, rows$: watchPortalConfigs(terminal), logger });
  logger.info({ terminal_id: terminalId }, 'PortalStarted');

  const advice = 'give every portal a TERMINAL_PRIVATE_KEY of its own, or none';
  const loss = await Promise.race([untilAborted(signal), identityLoss(terminal, advice)]);
  work.unsubscribe();
  await terminal.dispose();
  if (loss && !signal.aborted) throw loss;
  logger.info({}, 'PortalStopped');
}
