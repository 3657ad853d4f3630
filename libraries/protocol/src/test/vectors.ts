import { readFileSync } from 'node:fs';

import type { KeyPair } from '@node-unit/credentials';

/** What programs of the protocol's origin computed and sent. */
interface Vectors {
  readonly connection_urls: readonly {
    readonly host_url: string;
    readonly connects_to: string;
    readonly terminal_id: string;
  }[];
  readonly encode_path: readonly {
    readonly args: readonly unknown[];
    readonly encoded: string;
    readonly decoded: readonly string[];
  }[];
  readonly host_event_continuity: {
    readonly cases: readonly {
      readonly case: string;
      readonly event?: { readonly seq_id: number };
      readonly refetched: boolean;
      readonly ids: readonly string[];
    }[];
  };
  readonly message_shapes: readonly string[];
  readonly sessions: readonly {
    readonly request: Readonly<Record<string, unknown>> & { readonly method: string; readonly trace_id: string };
    readonly replies: readonly string[];
  }[];
}

export const vectors = JSON.parse(
  readFileSync(new URL('../../testdata/vectors.json', import.meta.url), 'utf8'),
) as Vectors;

/** The key pair of the terminal that provided the services of `vectors.sessions`. */
export const recordedKeyPair: KeyPair = {
  publicKey: '8yJwFQrkbp9S3fLphFt4VyyiSXghxhZHxWvf22s4zich',
  privateKey: '4dduDasrdoNbfR9Av1ohNx8jfUfA1U8CvqDXfnjoCJbMVDC6woyXR13LofA6WsVKwLReTN4Kc4S6wPRGtWfrgJT3',
};
