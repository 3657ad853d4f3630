import { createKeyPair, sign } from '@node-unit/credentials';
import { WebSocket } from 'ws';

import type { Attack, Foothold } from './Attack.js';

/** A connection that lives for so long has been let in. */
const PATIENCE_MS = 15_000;

/** Whether the host lets a connection with this query live. */
function isLetIn(hostUrl: string, query: Readonly<Record<string, string>>, headers = {}): Promise<boolean> {
  const url = new URL(hostUrl);
  url.search = new URLSearchParams(query).toString();
  const socket = new WebSocket(url, { headers });
  return new Promise((resolve) => {
    const end = (letIn: boolean): void => {
      resolve(letIn);
      socket.terminate();
    };
    const timer = setTimeout(() => end(true), PATIENCE_MS);
    const refuse = (): void => {
      clearTimeout(timer);
      end(false);
    };
    socket.once('error', refuse);
    socket.once('close', refuse);
  });
}

async function become({ hostUrl, credential, agentAddress, terminal }: Foothold): Promise<string | undefined> {
  const own = terminal.keyPair.privateKey;
  const signatures = [sign('', own), sign(credential, own), ''];
  for (const signature of signatures) {
    const query = { terminal_id: agentAddress, signature, host_token: credential };
    if (await isLetIn(hostUrl, query)) return 'it is taken for its node-unit';
    if (await isLetIn(hostUrl, { ...query, host_token: '' }, { host_token: credential }))
      return 'the same, by a header';
  }
  return undefined;
}

async function unnamed({ hostUrl, credential }: Foothold): Promise<string | undefined> {
  const query = { terminal_id: 'postgres-storage', host_token: credential };
  return (await isLetIn(hostUrl, query)) ? 'it connects under any name' : undefined;
}

async function lend({ hostUrl, credential }: Foothold): Promise<string | undefined> {
  const { publicKey, privateKey } = createKeyPair();
  const query = { terminal_id: publicKey, host_token: credential, signature: sign(credential, privateKey) };
  return (await isLetIn(hostUrl, query)) ? 'its credential is good for another key' : undefined;
}

async function withoutAnything({ hostUrl }: Foothold): Promise<string | undefined> {
  const { publicKey, privateKey } = createKeyPair();
  return (await isLetIn(hostUrl, { terminal_id: publicKey, signature: sign('', privateKey) }))
    ? 'it is a member without a token'
    : undefined;
}

/** What is tried by way of other identities. */
export const identityAttacks: readonly Attack[] = [
  { id: 'S5', goal: 'take the place of its node-unit', run: become },
  { id: 'S8', goal: 'connect under a name', run: unnamed },
  { id: 'S5', goal: 'lend its credential', run: lend },
  { id: 'S10', goal: 'be a member without a token', run: withoutAnything },
];
