import { useEffect, useState } from 'preact/hooks';

import { DeploymentPage } from './deployment/DeploymentPage.js';
import { NodeUnitPage } from './nodeUnit/NodeUnitPage.js';
import { Overview } from './overview/Overview.js';
import { readRoute, type Route } from './route.js';

/** The part of the page that its address names. */
export function Routes() {
  const route = useRoute();
  switch (route.page) {
    case 'overview':
      return <Overview />;
    case 'deployment':
      return <DeploymentPage key={route.id} id={route.id} />;
    case 'nodeUnit':
      return <NodeUnitPage key={route.address} address={route.address} />;
  }
}

function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = (): void => setHash(location.hash);
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return readRoute(hash);
}
