import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { takeScreenshots } from './takeScreenshots.js';

const FOLDER = fileURLToPath(new URL('../../../common/docs/images', import.meta.url));

mkdirSync(FOLDER, { recursive: true });
await takeScreenshots(FOLDER);
process.stdout.write(`${FOLDER}\n`);
