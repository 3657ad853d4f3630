#!/usr/bin/env node
import { runApp } from '@node-unit/app-runtime';

import { nodeUnitEnvironment } from './environment.js';
import { runNodeUnit } from './runNodeUnit.js';

await runApp({
  name: 'node-unit',
  entryUrl: import.meta.url,
  environment: nodeUnitEnvironment,
  main: runNodeUnit,
});
