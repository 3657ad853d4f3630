import { describe, expect, it } from 'vitest';

import {
  booleanText,
  environmentTable,
  httpPort,
  milliseconds,
  optionalText,
  readEnvironment,
  webSocketUrl,
} from '../index.js';

const environment = {
  prefixes: ['DEMO_'],
  variables: {
    DEMO_URL: { schema: webSocketUrl(), description: 'where to connect' },
    DEMO_INTERVAL_MS: { schema: milliseconds(5000), description: 'how often', defaultText: '5000' },
    DEMO_PORT: { schema: httpPort(8888), description: 'where to listen', defaultText: '8888' },
    DEMO_ON: { schema: booleanText(false), description: 'on or off', defaultText: 'false' },
    DEMO_PASSWORD: { schema: optionalText(), description: 'a secret', secret: true },
  },
} as const;
const DEMO_URL = 'ws://127.0.0.1:1';

describe(readEnvironment.name, () => {
  it('gives defaults for what is unset, empty or blank', () => {
    expect(readEnvironment(environment, { DEMO_URL, DEMO_INTERVAL_MS: '', DEMO_PORT: '  ' })).toEqual({
      kind: 'valid',
      config: { DEMO_URL, DEMO_INTERVAL_MS: 5000, DEMO_PORT: 8888, DEMO_ON: false },
    });
  });

  it('names a required variable that is missing', () => {
    expect(readEnvironment(environment, {})).toEqual({
      kind: 'invalid',
      faults: ['DEMO_URL is not set: where to connect'],
    });
  });

  it.each([
    ['DEMO_INTERVAL_MS', '0'],
    ['DEMO_INTERVAL_MS', '1.5'],
    ['DEMO_INTERVAL_MS', '5s'],
    ['DEMO_INTERVAL_MS', '1e3'],
    ['DEMO_INTERVAL_MS', '99999999999'],
    ['DEMO_PORT', '65536'],
    ['DEMO_ON', 'yes'],
    ['DEMO_URL', 'http://host'],
    ['DEMO_URL', 'host:8888'],
  ])('refuses %s=%s with the name, the value and what is allowed', (name, value) => {
    const result = readEnvironment(environment, { DEMO_URL, [name]: value });
    expect(result).toMatchObject({ kind: 'invalid' });
    expect(result.kind === 'invalid' && result.faults[0]).toMatch(
      new RegExp(`^${name}="${value.replaceAll('.', '\\.')}" is not allowed: expected `),
    );
  });

  it('collects all faults', () => {
    const result = readEnvironment(environment, { DEMO_PORT: 'x', DEMO_ON: 'x' });
    expect(result).toMatchObject({ faults: [{}, {}, {}].map(() => expect.any(String) as string) });
  });

  it('takes a name that nearly spells a known one for a misspelling, and leaves foreign names alone', () => {
    const values = { DEMO_URL, DEMO_INTERVALL_MS: '1', DEMO_SERVICE_HOST: 'x', OTHER_PORT: 'x' };
    expect(readEnvironment(environment, values)).toEqual({
      kind: 'invalid',
      faults: ['DEMO_INTERVALL_MS is not known: did you mean DEMO_INTERVAL_MS?'],
    });
  });
});

describe(`${readEnvironment.name} with foreign names`, () => {
  it('leaves alone what others are known to set, however it is spelt', () => {
    const values = { DEMO_URL, DEMO_PART: 'x' };
    expect(readEnvironment(environment, values)).toMatchObject({ kind: 'invalid' });
    expect(readEnvironment({ ...environment, foreignNames: ['DEMO_PART'] }, values)).toMatchObject({ kind: 'valid' });
  });
});

describe(environmentTable.name, () => {
  it('has a row for every variable', () => {
    expect(environmentTable(environment).split('\n').slice(2)).toEqual([
      '| `DEMO_URL` | **required** | where to connect |',
      '| `DEMO_INTERVAL_MS` | `5000` | how often |',
      '| `DEMO_PORT` | `8888` | where to listen |',
      '| `DEMO_ON` | `false` | on or off |',
      '| `DEMO_PASSWORD` | – | a secret |',
    ]);
  });
});
