import { isRecord } from './isRecord.js';
import type { JsonSchema } from './JsonValue.js';
import { type StatedPrincipal, UNKNOWN_PRINCIPAL } from './StatedPrincipal.js';
import type { ServiceInfo, TerminalInfo } from './TerminalInfo.js';

const FIELD_TYPES: ReadonlyMap<string, string> = new Map([
  ['name', 'string'],
  ['created_at', 'number'],
  ['updated_at', 'number'],
  ['enable_WebRTC', 'boolean'],
]);

/**
 * The validated announcement of another terminal: malformed fields, services and tags are left out,
 * unknown fields stay. undefined where it has no id.
 *
 * @public
 */
export function readTerminalInfo(value: unknown): TerminalInfo | undefined {
  if (!isRecord(value)) return undefined;
  const { terminal_id, serviceInfo, tags, principal, ...others } = value;
  if (typeof terminal_id !== 'string' || terminal_id === '') return undefined;
  const readable = Object.entries(others).filter(([field, content]) => {
    const type = FIELD_TYPES.get(field);
    return type === undefined || typeof content === type;
  });
  return {
    ...Object.fromEntries(readable),
    terminal_id,
    ...(isRecord(serviceInfo) && { serviceInfo: readServices(serviceInfo) }),
    ...(isRecord(tags) && { tags: readTags(tags) }),
    ...(isRecord(principal) && { principal: readPrincipal(principal) }),
  };
}

function readServices(services: Readonly<Record<string, unknown>>): Record<string, ServiceInfo> {
  const readable = Object.values(services)
    .map(readService)
    .filter((service) => service !== undefined);
  return Object.fromEntries(readable.map((service) => [service.service_id, service]));
}

function readService(service: unknown): ServiceInfo | undefined {
  if (!isRecord(service)) return undefined;
  const { service_id, method, schema } = service;
  if (typeof service_id !== 'string' || service_id === '' || typeof method !== 'string') return undefined;
  return { ...service, service_id, method, schema: schemaOf(schema) };
}

function schemaOf(schema: unknown): JsonSchema {
  if (isRecord(schema)) return schema;
  return schema === undefined || schema === true ? {} : { not: {} };
}

function readTags(tags: Readonly<Record<string, unknown>>): Record<string, string> {
  const readable = Object.entries(tags).filter((tag): tag is [string, string] => typeof tag[1] === 'string');
  return Object.fromEntries(readable);
}

function readPrincipal(principal: Readonly<Record<string, unknown>>): StatedPrincipal {
  const { class: stated, deployment_id, node_unit } = principal;
  if (stated === 'host' || stated === 'member') return { class: stated };
  if (stated !== 'workload') return UNKNOWN_PRINCIPAL;
  return { class: 'workload', deployment_id: text(deployment_id), node_unit: text(node_unit) };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
