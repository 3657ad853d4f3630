#!/usr/bin/env node
import { runUnitctl } from './runUnitctl.js';

await runUnitctl(process.argv.slice(2));
