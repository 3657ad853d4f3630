import { spawnSync } from 'node:child_process';

/** A network of its own on this machine, joined to ours by one cable that can be cut. */
export interface NetworkNamespace {
  /** Runs a command inside. */
  readonly launcher: readonly string[];
  /** Where our side is reached from inside. */
  readonly hostAddress: string;
  /** Nothing passes any more, and nobody is told. */
  cut(): void;
  restore(): void;
  remove(): void;
}

/** Why there can be no namespaces here; `undefined` if there can. */
export function whyNoNamespaces(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const probe = `node-unit-probe-${process.pid}`;
  const { status, error, stderr } = spawnSync('ip', ['netns', 'add', probe], { encoding: 'utf8' });
  if (error) return `the command "ip" (iproute2) is not there: ${error.message}`;
  if (status !== 0) return `"ip netns add" failed: ${stderr.trim()}`;
  spawnSync('ip', ['netns', 'delete', probe]);
  return undefined;
}

/** @throws Error with the words of `ip` */
export function createNamespace(): NetworkNamespace {
  const name = `node-unit-${process.pid}`;
  // Names of interfaces have 15 characters at most.
  const [outer, inner] = [`nuo${process.pid}`, `nui${process.pid}`];
  const subnet = `10.${100 + (process.pid % 100)}.${(process.pid >> 7) % 250}`;
  const inside = (...args: string[]): void => ip('netns', 'exec', name, 'ip', ...args);
  ip('netns', 'add', name);
  ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner);
  ip('link', 'set', inner, 'netns', name);
  ip('address', 'add', `${subnet}.1/24`, 'dev', outer);
  ip('link', 'set', outer, 'up');
  inside('address', 'add', `${subnet}.2/24`, 'dev', inner);
  inside('link', 'set', inner, 'up');
  inside('link', 'set', 'lo', 'up');
  return {
    launcher: ['ip', 'netns', 'exec', name],
    hostAddress: `${subnet}.1`,
    cut: () => ip('link', 'set', outer, 'down'),
    restore: () => ip('link', 'set', outer, 'up'),
    remove: () => ip('netns', 'delete', name),
  };
}

function ip(...args: readonly string[]): void {
  const { status, error, stderr } = spawnSync('ip', [...args], { encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`ip ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
}
