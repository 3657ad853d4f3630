import * as z from 'zod';

/** How one cluster is reached. Secrets are named by the files that hold them. */
export type Context =
  | { readonly host_url: string; readonly host_token_file?: string; readonly operator_key_file?: string }
  | { readonly postgres_uri_file: string };

/** The clusters that the command line knows, and the one that is meant if nothing else is said. */
export interface Contexts {
  readonly current?: string;
  readonly contexts: Readonly<Record<string, Context>>;
}

const file = z.string().min(1);
const host = z.strictObject({
  host_url: z.string().min(1),
  host_token_file: file.exactOptional(),
  operator_key_file: file.exactOptional(),
});
const postgres = z.strictObject({ postgres_uri_file: file });

/** Reads the file of the contexts. */
export const contextsSchema: z.ZodType<Contexts> = z.strictObject({
  current: z.string().exactOptional(),
  contexts: z.record(z.string(), z.union([host, postgres])),
});
