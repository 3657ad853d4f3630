import { readFileSync } from 'node:fs';

/** What was recorded of Yuan's programs. */
export interface Vectors {
  readonly key: { readonly public_key: string; readonly private_key: string; readonly signature_of_secret: string };
  readonly token_refusal: { readonly code: number; readonly reason: string };
  readonly extension: string;
  readonly sql: readonly { readonly what: string; readonly query: string; readonly answer: unknown }[];
  readonly sql_services: readonly { readonly method: string; readonly schema: object }[];
  readonly sql_v2: { readonly rows: readonly number[]; readonly error: object; readonly several: object };
}

export const vectors = JSON.parse(
  readFileSync(new URL('../../testdata/vectors.json', import.meta.url), 'utf8'),
) as Vectors;

export const recordedKeyPair = { publicKey: vectors.key.public_key, privateKey: vectors.key.private_key };
