import { createLogger } from '../log/createLogger.js';

/** Logs until it is told to end, and says on file descriptor 3 how long its event loop was held up at most. */
const logger = createLogger('test');
const text = 'x'.repeat(1_000);
let longestMs = 0;
let lastMs = performance.now();
setInterval(() => {
  const nowMs = performance.now();
  longestMs = Math.max(longestMs, nowMs - lastMs);
  lastMs = nowMs;
  for (let line = 0; line < 20; line += 1) logger.info({ text }, 'Line');
  process.send?.({ longestMs });
}, 10);
