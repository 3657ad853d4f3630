import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

import { REPOSITORY } from '../index.js';

const DEPLOY = join(REPOSITORY, 'common', 'deploy');
const read = (file: string): string => readFileSync(join(DEPLOY, file), 'utf8');

/** By the name of the target in the Dockerfile. */
const PROGRAMS = { host: 'host', storage: 'postgres-storage', 'node-unit': 'node-unit' } as const;
type Target = keyof typeof PROGRAMS;

interface Environments {
  readonly [name: string]: { readonly variables: Readonly<Record<string, { readonly secret?: true }>> };
}

async function variablesOf(target: Target): Promise<ReadonlyMap<string, { readonly secret?: true }>> {
  const file = join(REPOSITORY, 'apps', PROGRAMS[target], 'lib', 'environment.js');
  const [environment] = Object.values((await import(file)) as Environments).filter((each) => 'variables' in each);
  return new Map(Object.entries(environment?.variables ?? {}));
}

/** The variables that may come as files, as the script has them. */
const [, fromFiles = ''] = /^for name in ([A-Z_ ]+); do$/m.exec(read('docker/secrets-from-files.sh')) ?? [];
const FROM_FILES = new Set(fromFiles.split(' ').map((name) => `${name}_FILE`));

/** What is wrong with the variables of a container. */
async function variableFaults(target: Target, names: readonly string[]): Promise<readonly string[]> {
  const known = await variablesOf(target);
  return names.flatMap((name) => {
    const base = FROM_FILES.has(name) ? name.replace(/_FILE$/, '') : name;
    if (!known.has(base)) return [`${target} has no variable ${name}`];
    return known.get(name)?.secret && name !== 'HOST_URL' ? [`${name} is a secret and stands in the file`] : [];
  });
}

describe('the Dockerfile', () => {
  const stages = read('docker/Dockerfile')
    .split(/^FROM /m)
    .slice(1);
  const stageOf = (target: Target): string => stages.find((text) => text.includes(` AS ${target}\n`)) ?? '';

  it.each(Object.keys(PROGRAMS) as Target[])('starts the command of the %s', (target) => {
    const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'apps', PROGRAMS[target], 'package.json'), 'utf8')) as {
      readonly bin: Readonly<Record<string, string>>;
    };
    const [command = ''] = Object.keys(manifest.bin);
    expect(stageOf(target)).toContain(`ENTRYPOINT ["secrets-from-files", "${command}"]`);
    expect(stageOf(target)).toMatch(/^HEALTHCHECK /m);
  });

  it('runs host and storage without privileges', () => {
    expect(stageOf('host')).toContain('\nUSER node\n');
    expect(stageOf('storage')).toContain('\nUSER node\n');
  });
});

interface Service {
  readonly build?: { readonly target: Target };
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly init?: boolean;
  readonly stop_grace_period: string;
}

describe('compose.yaml', () => {
  const compose = parse(read('docker/compose.yaml'), { merge: true }) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  };
  const services = Object.entries(compose.services);

  it.each(services.filter(([, { build }]) => build))(
    '%s sets variables that its program knows',
    async (_name, service) => {
      const { target } = service.build ?? { target: 'host' };
      expect(await variableFaults(target, Object.keys(service.environment ?? {}))).toEqual([]);
    },
  );

  it.each(services)('%s gets the secrets that its files name', (_name, { environment = {}, secrets = [] }) => {
    const files = Object.entries(environment).filter(([name]) => name.endsWith('_FILE'));
    expect(files.map(([, file]) => file).sort()).toEqual(secrets.map((name) => `/run/secrets/${name}`).sort());
    for (const name of secrets) expect(compose.secrets[name]).toEqual({ file: `./secrets/${name}` });
  });

  it('gives the node-unit longer than its processes, and an init that reaps', () => {
    expect(compose.services['node-unit']).toMatchObject({ init: true, stop_grace_period: '1m' });
  });
});

interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Pod {
  readonly spec: {
    readonly containers: readonly [Container];
    readonly terminationGracePeriodSeconds: number;
    readonly volumes: readonly {
      readonly name: string;
      readonly secret?: { readonly items: readonly { readonly path: string }[] };
    }[];
  };
}

describe('daemonset.yaml', () => {
  const TARGETS: Readonly<Record<string, Target>> = { host: 'host', storage: 'storage', 'node-unit': 'node-unit' };
  const workloads = parseAllDocuments(read('kubernetes/daemonset.yaml'))
    .map(
      (document) =>
        document.toJS() as {
          readonly metadata: { readonly name: string };
          readonly spec?: { readonly template?: Pod };
        },
    )
    .flatMap(({ metadata, spec }) => (spec?.template ? [[metadata.name, spec.template.spec] as const] : []));

  it.each(workloads)('%s sets variables that its program knows', async (name, { containers: [{ env }] }) => {
    const target = TARGETS[name] ?? 'host';
    expect(
      await variableFaults(
        target,
        env.map((each) => each.name),
      ),
    ).toEqual([]);
  });

  it.each(workloads)('%s mounts the secrets that its files name', (_name, { containers: [container], volumes }) => {
    const files = container.env.filter(({ name }) => name.endsWith('_FILE')).map(({ value = '' }) => value);
    const items = volumes.flatMap(({ secret }) => secret?.items ?? []).map(({ path }) => path);
    expect(files.sort()).toEqual(items.map((path) => `/run/secrets/node-unit/${path}`).sort());
  });

  it('gives the node-unit longer than its processes', () => {
    const [, spec] = workloads.find(([name]) => name === 'node-unit') ?? [];
    expect(spec?.terminationGracePeriodSeconds).toBeGreaterThan(10);
  });
});
