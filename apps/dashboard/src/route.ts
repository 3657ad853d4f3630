/** What the page shows; its address is behind the `#`, so that a reload and a link find it again. */
export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'deployment'; readonly id: string }
  | { readonly page: 'nodeUnit'; readonly address: string };

/** Any text is a route; one that is unknown shows the overview. Pure. */
export function readRoute(hash: string): Route {
  const [, kind = '', ...rest] = hash.split('/');
  const subject = decode(rest.join('/'));
  if (kind === 'deployments' && subject !== '') return { page: 'deployment', id: subject };
  if (kind === 'node-units' && subject !== '') return { page: 'nodeUnit', address: subject };
  return { page: 'overview' };
}

/** The link to a route. Pure. */
export function linkTo(route: Route): string {
  switch (route.page) {
    case 'overview':
      return '#/';
    case 'deployment':
      return `#/deployments/${encodeURIComponent(route.id)}`;
    case 'nodeUnit':
      return `#/node-units/${encodeURIComponent(route.address)}`;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
