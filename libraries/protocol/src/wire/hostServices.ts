import { channelMethod, channelRequestSchema } from '../channels/channelService.js';

/**
 * The id of the host's own terminal.
 *
 * @public
 */
export const HOST_ID = '@host';

/**
 * The method by which the host asks a terminal that has just connected to prove who it is. The request is
 * `{challenge}`, the data of the response a `ChallengeAnswer`.
 *
 * @public
 */
export const AUTHENTICATE = 'Authenticate';

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
  /** For members: what a check of the cluster has to know of the host. */
  inspect: { method: 'Host/Inspect', schema: {} },
  /** A node-unit says which processes it runs now: `{terminal_ids}`. Only those of its workloads may connect. */
  updateWorkloads: {
    method: 'UpdateWorkloads',
    schema: {
      type: 'object',
      required: ['terminal_ids'],
      properties: { terminal_ids: { type: 'array', maxItems: 100_000, items: { type: 'string', maxLength: 64 } } },
    },
  },
} as const;
