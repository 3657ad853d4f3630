// `npm run record`: runs an operator's session on this machine and writes what it printed to common/docs/operating-recording.md.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const target = join(root, 'common/docs/operating-recording.md');
const cli = join(root, 'apps/unitctl/lib/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'node-unit-session-'));
chmodSync(folder, 0o755);
const PORT = '18899';
const HOST = `ws://127.0.0.1:${PORT}`;
const addresses = Object.values(networkInterfaces())
  .flat()
  .map(({ address }) => address)
  .filter((address) => address !== '127.0.0.1');
const env = { PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: join(folder, 'config') };
const blocks = [];
const running = [];

/** Nothing of this machine stands in the document. */
function neutral(text) {
  const named = addresses.reduce((all, address) => all.replaceAll(address, 'machine-a'), text);
  return named
    .replaceAll(new RegExp(`\\b${hostname()}\\b`, 'g'), 'machine-a')
    .replaceAll(folder, '/home/me')
    .replaceAll(`127.0.0.1:${PORT}`, 'machine-a:8888')
    .replaceAll(PORT, '8888');
}

/** Without the log, which is one JSON object a line. */
function forPeople(output) {
  const lines = output.split('\n');
  const records = lines.filter((line) => line.startsWith('{')).length;
  return [...lines.filter((line) => line !== '' && !line.startsWith('{')), `(${records} log records so far)`].join(
    '\n',
  );
}

function note(command, output) {
  blocks.push(neutral(`$ ${command}\n${output.trimEnd()}`).trimEnd());
}

/** Starts a command in the background and resolves with its output once that contains a text. */
function start(words, until, variables = {}) {
  const child = spawn(process.execPath, [cli, ...words], { env: { ...env, ...variables } });
  running.push(child);
  let output = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk) => {
      output += chunk;
      if (output.includes(until)) resolve({ child, output });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => reject(new Error(`unitctl ${words.join(' ')} ended with ${code}:\n${output}`)));
  });
}

function run(words, { shown = `unitctl ${words.join(' ')}`, endAfter } = {}) {
  const child = spawn(process.execPath, [cli, ...words], { env });
  let output = '';
  const hear = (chunk) => {
    output += chunk;
    if (endAfter !== undefined && output.split('\n').length > endAfter) child.kill('SIGINT');
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve) => {
    child.on('close', () => {
      note(shown, output);
      resolve(output);
    });
  });
}

function packageOf(version) {
  const place = join(folder, `web-${version}`);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name: 'web', version }));
  writeFileSync(
    join(place, 'index.js'),
    `let count = 0; setInterval(() => console.log('request', count++), 300); process.on('SIGTERM', () => process.exit(0));`,
  );
  return `file:${place}`;
}

async function until(words, isReached) {
  for (;;) {
    const child = spawn(process.execPath, [cli, ...words], { env });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    await new Promise((resolve) => child.on('close', resolve));
    if (isReached(output)) return;
  }
}

try {
  const up = await start(['up', '--data-dir', join(folder, 'a'), '--port', PORT], 'next:', {
    NODE_UNIT_NAME: 'machine-a',
  });
  note('unitctl up', up.output);
  const tokenFile = join(folder, 'a/secrets/host-token');
  const joined = {};
  for (const name of ['machine-b', 'machine-c']) {
    const words = ['join', HOST, '--name', name, '--token-file', tokenFile, '--data-dir', join(folder, name)];
    joined[name] = await start(words, '"state":"connected"');
    note(`unitctl join ${HOST} --name ${name} --token-file host-token`, forPeople(joined[name].output));
  }
  await until(['nodes'], (output) => output.split('online').length === 4);
  await run(['nodes']);
  writeFileSync(
    join(folder, 'web.yaml'),
    `- name: web\n  package: web\n  version: ${packageOf('1.0.0')}\n  replicas: 4\n`,
  );
  await run(['apply', '-f', join(folder, 'web.yaml')], { shown: 'unitctl apply -f web.yaml' });
  await run(['ls']);
  await run(['logs', '-f', '-n', '1', 'web'], { endAfter: 12 });
  const held = `machine-c`;
  process.kill(joined[held].child.pid, 'SIGKILL');
  note('kill -9 <the process of unitctl join on machine-c>', '');
  await until(['ls'], (output) => output.split(' running ').length === 5 && !output.includes('machine-c'));
  await run(['ls']);
  await run(['events', '-n', '6']);
  await run(['drain', 'machine-b', '--reason', 'new kernel']);
  await run(['nodes']);
  await run(['rollout', 'web', '--version', packageOf('1.1.0')]);
  await run(['undrain', 'machine-b']);
  await until(['nodes'], (output) => /machine-b +online +0/.test(output));
  await run(['rebalance', '--dry-run']);
  await run(['why', 'web/0']);
  await run(['doctor']);
  const head =
    '# A recorded session\n\nWhat an operator types, and what comes back. `npm run record` runs it and writes this file.\n';
  writeFileSync(target, `${head}\n\`\`\`console\n${blocks.join('\n\n')}\n\`\`\`\n`);
  process.stdout.write(`${target}\n`);
} finally {
  const ended = running
    .filter((child) => child.exitCode === null && child.signalCode === null)
    .map(
      (child) =>
        new Promise((resolve) => child.removeAllListeners('exit').once('exit', resolve) && child.kill('SIGTERM')),
    );
  await Promise.all(ended);
  rmSync(folder, { recursive: true, force: true });
}
