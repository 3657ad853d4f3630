/**
 * Which projects of this repository a project may import: the one-way order. Tools may import anything.
 * A change here is a change of the architecture: see common/docs/architecture.md.
 */
export const allowedImports: Readonly<Record<string, readonly string[]>> = {
  'libraries/basics': [],
  'libraries/fencing': [],
  'libraries/resource-usage': [],
  'libraries/credentials': [],
  'libraries/protocol': ['basics', 'credentials'],
  'libraries/deployment': ['basics'],
  'libraries/app-runtime': ['basics', 'protocol'],
  'libraries/fleet': ['deployment', 'protocol'],
  'libraries/deployment-postgres': ['basics', 'deployment'],
  'libraries/deployment-service': ['basics', 'credentials', 'deployment', 'fleet', 'protocol'],
  'libraries/portal-config': ['protocol'],
  'libraries/supervisor': ['basics', 'deployment'],
  'libraries/scheduler': ['basics', 'deployment', 'fleet'],
  'libraries/policy-least-deployments': ['scheduler'],
  'libraries/policy-resource-usage': ['scheduler'],
  'libraries/policy-power-of-two': ['scheduler'],
  'libraries/policy-spread': ['scheduler'],
  'libraries/simulation': ['deployment', 'fleet', 'scheduler'],
  'libraries/policy-testkit': ['basics', 'deployment', 'fleet', 'scheduler', 'simulation'],
  'apps/host': ['app-runtime', 'basics', 'credentials', 'fleet', 'protocol'],
  'apps/postgres-storage': [
    'app-runtime',
    'basics',
    'credentials',
    'deployment',
    'deployment-postgres',
    'deployment-service',
    'fleet',
    'portal-config',
    'protocol',
  ],
  'apps/portal': ['app-runtime', 'basics', 'portal-config', 'protocol'],
  'apps/node-unit': [
    'app-runtime',
    'basics',
    'credentials',
    'deployment',
    'deployment-postgres',
    'deployment-service',
    'fleet',
    'protocol',
    'resource-usage',
    'scheduler',
    'supervisor',
    'policy-least-deployments',
    'policy-resource-usage',
    'policy-power-of-two',
    'policy-spread',
  ],
};

/** Outside packages that do I/O, and the only shipped projects that may use them. */
export const fences: Readonly<Record<string, readonly string[]>> = {
  // `fencing` names it in tests only.
  pg: ['libraries/deployment-postgres', 'libraries/fencing'],
  'node-pg-migrate': ['libraries/deployment-postgres'],
  ws: ['libraries/protocol', 'apps/host'],
  pidusage: ['libraries/resource-usage'],
  pidtree: ['libraries/resource-usage'],
  'npm-package-arg': ['libraries/supervisor'],
  re2js: ['libraries/protocol'],
  'prom-client': ['libraries/app-runtime'],
};
