import * as z from 'zod';

import type { PortalConfig } from './PortalConfig.js';

const portalConfigRow = z.object({
  id: z.uuid(),
  external_host_url: z.url({ protocol: /^wss?$/, message: 'expected a ws:// or wss:// address' }),
  is_import: z.boolean(),
  filter_schema: z.union([z.record(z.string(), z.unknown()), z.boolean()], {
    message: 'expected a JSON Schema: an object or a boolean',
  }),
  enabled: z.boolean(),
});

/**
 * A parsed row, or the reason why it is invalid.
 *
 * @public
 */
export type ParsedPortalConfigRow =
  | { readonly kind: 'config'; readonly config: PortalConfig }
  | { readonly kind: 'invalid'; readonly id: string; readonly reason: string };

/**
 * Parses a row from outside. Never throws; the reason names the column, not its value, which may hold a token.
 *
 * @public
 */
export function parsePortalConfigRow(row: unknown): ParsedPortalConfigRow {
  const parsed = portalConfigRow.safeParse(row);
  if (!parsed.success) return { kind: 'invalid', id: idOf(row), reason: reasonOf(parsed.error) };
  const { id, external_host_url, is_import, filter_schema, enabled } = parsed.data;
  return {
    kind: 'config',
    config: { id, externalHostUrl: external_host_url, isImport: is_import, filterSchema: filter_schema, enabled },
  };
}

function idOf(row: unknown): string {
  return typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : 'unknown';
}

function reasonOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`).join('; ');
}
