#!/usr/bin/env node
import { runApp } from '@node-unit/app-runtime';

import { portalEnvironment } from './environment.js';
import { runPortal } from './runPortal.js';

await runApp({
  name: 'node-unit-portal',
  entryUrl: import.meta.url,
  environment: portalEnvironment,
  main: runPortal,
});
