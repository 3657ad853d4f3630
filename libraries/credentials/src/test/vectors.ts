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
  readonly x25519_and_aes_gcm: {
    readonly a_public: string;
    readonly a_private: string;
    readonly b_public: string;
    readonly b_private: string;
    readonly shared_key_base58: string;
    readonly shared_key_other_side: string;
    readonly aes_gcm: { readonly plaintext_utf8: string; readonly iv12_then_ciphertext_and_tag_hex: string };
  };
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
