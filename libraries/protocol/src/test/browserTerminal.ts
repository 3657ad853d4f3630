import { connectTerminal } from '../index.js';

// A process of its own, started under the import condition of browsers.
connectTerminal({ hostUrl: process.argv[2] ?? '', name: 'browser' });
