import { HOST_ID, type TerminalInfo } from '@node-unit/protocol';

/** The terminalInfo of the host itself. */
export function describeHost(serviceInfo: NonNullable<TerminalInfo['serviceInfo']>, nowMs: number): TerminalInfo {
  return {
    terminal_id: HOST_ID,
    name: 'Host Terminal',
    serviceInfo,
    tags: {},
    created_at: nowMs,
    updated_at: nowMs,
    principal: { class: 'host' },
  };
}
