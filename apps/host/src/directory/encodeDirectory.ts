import type { TerminalInfo } from '@node-unit/protocol';

import type { Directory, HostEvent } from './Directory.js';

const texts = new WeakMap<TerminalInfo, string>();

/** The JSON of a terminalInfo. It is made once: an announcement is part of every list and of two events. */
export function encodeInfo(info: TerminalInfo): string {
  const known = texts.get(info);
  if (known !== undefined) return known;
  const text = JSON.stringify(info);
  texts.set(info, text);
  return text;
}

/** The JSON of an event. */
export function encodeEvent({ seq_id, type, payload }: HostEvent): string {
  const sides = [sideOf('new', payload.new), sideOf('old', payload.old)].filter((side) => side !== undefined);
  return `{"seq_id":${seq_id},"type":"${type}","payload":{${sides.join()}}}`;
}

function sideOf(name: string, info: TerminalInfo | undefined): string | undefined {
  return info && `"${name}":${encodeInfo(info)}`;
}

/** The JSON of the data of a list. */
export function encodeList({ terminals, seqId }: Directory, uptimeMs: number): string {
  const infos = [...terminals.values()].map(encodeInfo);
  return `{"terminals":[${infos.join()}],"seq_id":${seqId},"uptime_ms":${uptimeMs}}`;
}
