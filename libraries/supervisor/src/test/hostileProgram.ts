/**
 * Prints what it can do to its agent and a neighbour: an error's code where it is refused. Arguments: the agent's and the
 * neighbour's process id, the neighbour's home and log.
 */
export const HOSTILE_PROGRAM = `
  const fs = require('node:fs');
  const { execFileSync } = require('node:child_process');
  const [agent, neighbour, home, log] = process.argv.slice(2);
  const attempt = (work) => { try { return work() ?? 'DONE'; } catch (error) { return error.code ?? String(error); } };
  const environ = (pid) => attempt(() => fs.readFileSync('/proc/' + pid + '/environ', 'utf8'));
  const memory = (pid) => attempt(() => fs.closeSync(fs.openSync('/proc/' + pid + '/mem', 'r+')));
  const signal = (pid) => attempt(() => process.kill(Number(pid), 'SIGCONT'));
  const status = fs.readFileSync('/proc/self/status', 'utf8');
  const field = (name) => status.match(new RegExp('^' + name + ':(.*)$', 'm'))[1].trim();
  console.log(JSON.stringify({
    reads: [environ(agent), environ(neighbour), memory(agent), memory(neighbour)],
    signals: [signal(agent), signal(neighbour)],
    files: [
      attempt(() => fs.writeFileSync(__filename + '.planted', '')),
      attempt(() => fs.appendFileSync(__filename, '')),
      attempt(() => fs.writeFileSync(home + '/planted', '')),
      attempt(() => fs.readdirSync(home)),
      attempt(() => fs.readdirSync(home + '/../..')),
      attempt(() => fs.readFileSync(log)),
    ],
    uid: process.getuid(),
    id: [field('Groups'), field('NoNewPrivs'), field('CapEff'), field('CapPrm'), field('CapAmb')],
    setuid: attempt(() => execFileSync(process.env.SETUID_PROGRAM, ['-u'], { encoding: 'utf8' }).trim()),
    folders: [process.env.HOME, process.env.TMPDIR].map((folder) => {
      const { uid, mode } = fs.statSync(folder);
      fs.writeFileSync(folder + '/mine', '');
      return { uid, mode: mode & 0o7777 };
    }),
    inherited: Object.keys(process.env).filter((name) => /^(USER|LOGNAME|SHELL)$/.test(name)),
  }));
  setInterval(() => {}, 1000);
`;
