import { channelMethod, channelRequestSchema } from '../channels/channelService.js';

/**
 * The id of the host's own terminal.
 *
 * @public
 */
export const HOST_ID = '@host';

/**
 * The services of the host's own terminal, and the requests that they take.
 *
 * @public
 */
export const HOST_SERVICES = {
  /** Says that the host is there. Every terminal has one of its own. */
  ping: { method: 'Ping', schema: {} },
  /** Every change of the directory, numbered. */
  hostEvent: { method: channelMethod('HostEvent'), schema: channelRequestSchema() },
  /** The whole directory. */
  terminalInfos: { method: 'GetTerminalInfos', schema: {} },
  /** A terminal says what it is. */
  updateTerminalInfo: { method: 'UpdateTerminalInfo', schema: {} },
} as const;
