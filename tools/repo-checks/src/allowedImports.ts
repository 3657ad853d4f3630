/**
 * Which projects of this repository a project may import: the one-way order. Tools may import anything.
 * A change here is a change of the architecture: see common/docs/architecture.md.
 */
export const allowedImports: Readonly<Record<string, readonly string[]>> = {
  'libraries/app-runtime': [],
  'libraries/deployment': [],
  'libraries/protocol': [],
  'libraries/scheduler': ['deployment'],
  'libraries/policy-least-deployments': ['scheduler'],
  'libraries/policy-resource-usage': ['scheduler'],
  'libraries/policy-power-of-two': ['scheduler'],
  'libraries/policy-spread': ['scheduler'],
  'libraries/simulation': ['deployment', 'scheduler'],
  'libraries/policy-testkit': ['deployment', 'scheduler', 'simulation'],
  'libraries/deployment-postgres': ['deployment'],
  'libraries/deployment-service': ['deployment', 'protocol'],
  'libraries/portal-config': ['protocol'],
  'libraries/supervisor': ['deployment'],
  'libraries/resource-usage': [],
  'apps/host': ['app-runtime', 'protocol'],
  'apps/postgres-storage': [
    'app-runtime',
    'deployment',
    'deployment-postgres',
    'deployment-service',
    'portal-config',
    'protocol',
    'scheduler',
  ],
  'apps/portal': ['app-runtime', 'portal-config', 'protocol'],
  'apps/node-unit': [
    'app-runtime',
    'deployment',
    'deployment-postgres',
    'deployment-service',
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
  pg: ['libraries/deployment-postgres'],
  'node-pg-migrate': ['libraries/deployment-postgres'],
  ws: ['libraries/protocol', 'apps/host'],
  pidusage: ['libraries/resource-usage'],
  pidtree: ['libraries/resource-usage'],
  'npm-package-arg': ['libraries/supervisor'],
};
