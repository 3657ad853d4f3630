import { hostname, networkInterfaces } from 'node:os';

/** How other machines may reach this one: its IPv4 addresses, else its name. */
export function addresses(): readonly [string, ...string[]] {
  const [first, ...others] = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  return first === undefined ? [hostname()] : [first, ...others];
}
