// Should it be left behind by a drill that was killed, it does not run for ever.
setTimeout(() => process.exit(0), 3_600_000);
