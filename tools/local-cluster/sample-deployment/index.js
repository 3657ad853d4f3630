'use strict';

const [greeting = 'hello'] = process.argv.slice(2);

console.log(`${new Date().toISOString()} ${greeting} from process ${process.pid}`);
process.on('SIGTERM', () => {
  console.log(`${new Date().toISOString()} told to stop`);
  process.exit(0);
});
setInterval(() => {}, 60_000);
