import fc from 'fast-check';

/** Traces are few, so that what was begun is aborted, repeated and answered as well. */
const traces = fc.constantFrom('a', 'b', 'c', '', 'announce');
const METHODS = [
  'Ping',
  'Metrics',
  'GetTerminalInfos',
  'UpdateTerminalInfo',
  'UpdateWorkloads',
  'SubscribeChannel/HostEvent',
  'Authenticate',
  'Deployment/Claim',
  'HandShake/x',
  '__proto__',
  '',
];
/** Schemas that cost more than their length, or try to. */
const SCHEMAS: readonly unknown[] = [
  {},
  true,
  null,
  { pattern: '^([0-9a-f-]+)+!$' },
  { patternProperties: { '(a+)+$': {} } },
  { $ref: '#' },
  { $ref: 'http://elsewhere/schema' },
  { allOf: [{ $ref: '#/definitions/a' }], definitions: { a: { $ref: '#/definitions/a' } } },
  { type: 'object', required: ['constructor'], properties: { __proto__: { const: 1 } } },
  { pattern: '(' },
  { not: { not: { not: {} } } },
  { enum: [] },
];
const values = fc.jsonValue({ maxDepth: 2 });
const texts = fc.oneof(fc.constantFrom('', '@host', 'healthy', '__proto__', '\u0000', 'x'.repeat(300)), fc.string());

/** Who fuzzes, and whom it may speak to. */
export interface FuzzIds {
  readonly own: string;
  readonly others: readonly string[];
}

function services(): fc.Arbitrary<unknown> {
  const ids = fc.oneof(fc.uuid(), texts);
  const service = fc.record(
    { service_id: ids, method: fc.oneof(fc.constantFrom(...METHODS), texts), schema: fc.constantFrom(...SCHEMAS) },
    { requiredKeys: [] },
  );
  return fc.oneof(fc.dictionary(ids, service, { maxKeys: 3 }), values);
}

function announcement({ own }: FuzzIds): fc.Arbitrary<unknown> {
  const tags = fc.oneof(fc.dictionary(texts, texts, { maxKeys: 3 }), values);
  return fc.record(
    {
      terminal_id: fc.oneof({ weight: 4, arbitrary: fc.constant(own) }, { weight: 1, arbitrary: texts }),
      name: fc.oneof(texts, values),
      serviceInfo: services(),
      tags,
      created_at: values,
      updated_at: values,
      principal: fc.constantFrom(undefined, { class: 'host' }, { class: 'workload' }),
    },
    { requiredKeys: ['terminal_id'] },
  );
}

/** The body of a message, right in some fields and wrong in others. */
function message(ids: FuzzIds, req: fc.Arbitrary<unknown>): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const response = fc.oneof(fc.record({ code: values, message: values, data: values }), values);
  return fc.record(
    {
      trace_id: fc.oneof(traces, values),
      seq_id: fc.oneof(fc.constantFrom(0, -1, 1e300), values),
      method: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...METHODS) }, { weight: 1, arbitrary: values }),
      source_terminal_id: fc.oneof(
        { weight: 6, arbitrary: fc.constant(ids.own) },
        { weight: 1, arbitrary: fc.oneof(fc.constantFrom(...ids.others), values) },
      ),
      target_terminal_id: fc.oneof(fc.constantFrom(...ids.others, ids.own), values),
      service_id: fc.oneof(fc.uuid(), values),
      req,
      frame: values,
      res: response,
      event: values,
      done: fc.oneof(fc.boolean(), values),
    },
    { requiredKeys: ['trace_id', 'source_terminal_id'] },
  );
}

function frame(ids: FuzzIds, body: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const header = fc.oneof(
    fc.constantFrom(...ids.others, ids.own, '', 'nobody').map((target_terminal_id) => ({ target_terminal_id })),
    values,
  );
  return fc.tuple(header, body).map((parts) => parts.map((part) => JSON.stringify(part)).join('\n'));
}

/** A frame with some of its bytes lost or changed. */
function broken(ids: FuzzIds): fc.Arbitrary<string | Uint8Array> {
  const cut = fc.tuple(frame(ids, message(ids, values)), fc.nat(200), fc.string({ maxLength: 3 }));
  return fc.oneof(
    cut.map(([text, place, replacement]) => text.slice(0, place) + replacement + text.slice(place + 1)),
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.uint8Array({ maxLength: 100 }),
    values.map((value) => `{}\n${JSON.stringify(value)}`),
    fc.nat(2_000).map((depth) => `{}\n${'['.repeat(depth)}`),
  );
}

/** One message of somebody who means no good: frames, announcements and service requests. */
export function fuzzCase(ids: FuzzIds): fc.Arbitrary<string | Uint8Array> {
  const announced = message(ids, announcement(ids)).map((body) => {
    const { frame: _frame, res: _res, ...request } = body;
    return { ...request, trace_id: 'announce', method: 'UpdateTerminalInfo' };
  });
  const called = message(ids, values).map(({ frame: _frame, res: _res, ...request }) => request);
  return fc.oneof(
    { weight: 3, arbitrary: broken(ids) },
    { weight: 3, arbitrary: frame(ids, message(ids, values)) },
    { weight: 2, arbitrary: frame(ids, called) },
    { weight: 2, arbitrary: announced.map((body) => `{}\n${JSON.stringify(body)}`) },
  );
}
