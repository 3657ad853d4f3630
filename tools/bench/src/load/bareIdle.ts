/** A Node.js process with nothing to do but to look at the clock once a second. */
setInterval(() => Date.now(), 1_000);
process.stdout.write('ready\n');
