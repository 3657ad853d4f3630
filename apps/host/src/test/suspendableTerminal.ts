import { connectTerminal, keyPairFromPrivateKey } from '@node-unit/protocol';

// A process of its own, so that it can be suspended. It exits with 3 when another process has its identity.
const [, , hostUrl = '', name = 'suspendable', privateKey] = process.argv;
const keyPair = privateKey === undefined ? undefined : keyPairFromPrivateKey(privateKey);
const terminal = connectTerminal({ hostUrl, name, ...(keyPair && { keyPair }) });
terminal.connection$.subscribe(({ state }) => state === 'replaced' && process.exit(3));
