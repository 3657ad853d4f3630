import { join } from 'node:path';

import { REPOSITORY } from '@node-unit/bundle';

import { packNodeUnit } from './packNodeUnit.js';

const [targetFolder = join(REPOSITORY, 'common', 'temp', 'pack')] = process.argv.slice(2);
process.stdout.write(`${await packNodeUnit(targetFolder)}\n`);
