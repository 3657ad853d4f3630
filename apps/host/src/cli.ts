#!/usr/bin/env node
import { runApp } from '@node-unit/app-runtime';

import { hostEnvironment } from './environment.js';
import { runHost } from './runHost.js';

await runApp({ name: 'node-unit-host', entryUrl: import.meta.url, environment: hostEnvironment, main: runHost });
