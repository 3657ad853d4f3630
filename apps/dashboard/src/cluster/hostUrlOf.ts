/** The host that has served the page. Pure. */
export function hostUrlOf({ protocol, host }: Pick<Location, 'protocol' | 'host'>): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
}
