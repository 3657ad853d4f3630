import { connectTerminal } from '@node-unit/protocol';

// A process of its own, so that it can be suspended.
connectTerminal({ hostUrl: process.argv[2] ?? '', name: 'suspendable' });
