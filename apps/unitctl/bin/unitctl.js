#!/usr/bin/env node
// Kept apart from lib/ so that it exists before the first build, when the package manager links it.
import '../lib/cli.js';
