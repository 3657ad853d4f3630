import { readFileSync } from 'node:fs';

import type { KeyPair } from '../index.js';

/** What programs of the protocol's origin computed. */
interface Vectors {
  readonly keys: {
    readonly node_unit_keys: readonly {
      readonly name: string;
      readonly password: string;
      readonly public_key: string;
      readonly private_key: string;
    }[];
  };
  readonly signatures: { readonly vectors: readonly { readonly message: string; readonly signature: string }[] };
  readonly base58: readonly { readonly bytes_hex: string; readonly base58: string }[];
}

export const vectors = JSON.parse(
  readFileSync(new URL('../../testdata/vectors.json', import.meta.url), 'utf8'),
) as Vectors;

/** The key pair that made the recorded signatures. */
export const recordedKeyPair: KeyPair = {
  publicKey: '8yJwFQrkbp9S3fLphFt4VyyiSXghxhZHxWvf22s4zich',
  privateKey: '4dduDasrdoNbfR9Av1ohNx8jfUfA1U8CvqDXfnjoCJbMVDC6woyXR13LofA6WsVKwLReTN4Kc4S6wPRGtWfrgJT3',
};
