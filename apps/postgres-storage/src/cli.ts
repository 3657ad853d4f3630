#!/usr/bin/env node
import { runApp } from '@node-unit/app-runtime';

import { storageEnvironment } from './environment.js';
import { runStorage } from './runStorage.js';

await runApp({
  name: 'node-unit-postgres-storage',
  entryUrl: import.meta.url,
  environment: storageEnvironment,
  main: runStorage,
});
