import * as z from 'zod';

/** Grows with every change after which older evidence can no longer be read. */
export const EVIDENCE_FORMAT = 1;

/** Milliseconds since the run began. */
const atMs = z.number().int();
const counts = z.record(z.string(), z.number().int());

const programSchema = z.strictObject({
  name: z.string(),
  role: z.enum(['host', 'external-host', 'postgres-storage', 'node-unit']),
  /** Of a node-unit. */
  address: z.string().optional(),
  pid: z.number().int(),
  startedMs: atMs,
  /** As the operating system shows it of the running process. */
  environment: z.record(z.string(), z.string()),
});

const assertionSchema = z.strictObject({
  /** The renderer has a sentence for each. */
  id: z.string(),
  expected: z.unknown(),
  seen: z.unknown(),
  passed: z.boolean(),
});

const addressEventSchema = z.strictObject({
  atMs,
  deploymentId: z.string(),
  previousAddress: z.string(),
  address: z.string(),
  claimEpoch: z.number().int(),
});

/**
 * What one run of a scenario has observed. Nothing in it is worked out from anything else in it, apart from the seen
 * values of its assertions. Folders of the machine stand as `<repo>`, `<tmp>`, `<home>`, secrets as `<secret>`.
 */
export const evidenceSchema = z.strictObject({
  format: z.literal(EVIDENCE_FORMAT),
  scenario: z.string(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().int(),
  versions: z.strictObject({
    nodeUnit: z.string(),
    node: z.string(),
    postgres: z.string(),
    timescaledb: z.string().nullable(),
  }),
  machine: z.strictObject({
    platform: z.string(),
    architecture: z.string(),
    cpuCores: z.number().int(),
    memoryMb: z.number().int(),
  }),
  settings: z.strictObject({
    nodes: z.number().int(),
    deployments: z.number().int(),
    policy: z.string(),
    intervalMs: z.number().int(),
    roundTriggers: z.enum(['events', 'interval']),
  }),
  programs: z.array(programSchema),
  /** Statements that the run gave to the database. */
  input: z.array(z.strictObject({ atMs, sql: z.string(), values: z.array(z.unknown()) })),
  deployments: z.array(
    z.strictObject({
      id: z.string(),
      package: z.string(),
      type: z.string(),
      enabled: z.boolean(),
      address: z.string(),
    }),
  ),
  /** From `deployment_status` at the end of the run; absent in evidence of earlier versions. */
  statuses: z
    .array(
      z.strictObject({
        deploymentId: z.string(),
        address: z.string(),
        state: z.string(),
        restarts: z.number().int(),
        lastExit: z.string(),
        reason: z.string(),
        resolvedVersion: z.string(),
        claimEpoch: z.number().int(),
      }),
    )
    .optional(),
  /** What the run did, and what it waited for and saw. */
  facts: z.array(z.strictObject({ atMs, id: z.string(), fields: z.record(z.string(), z.unknown()) })),
  /** How many deployments each node-unit held, by name; the unassigned under the empty name. */
  distributions: z.array(z.strictObject({ atMs, id: z.string(), counts })),
  /** From the structured logs of the node-units. */
  records: z.array(
    z.strictObject({ atMs, nodeUnit: z.string(), event: z.string(), fields: z.record(z.string(), z.unknown()) }),
  ),
  /** From `deployment_event`: every change of address, whoever made it. */
  addressEvents: z.array(addressEventSchema),
  /** Published by the node-units. */
  usage: z.array(z.strictObject({ atMs, nodeUnit: z.string(), cpuPercent: z.number(), memoryMb: z.number() })),
  /** What the hosts list at the end of the scenario. */
  terminals: z.array(z.strictObject({ host: z.string(), id: z.string(), name: z.string() })),
  assertions: z.array(assertionSchema),
  /** Why it did not come to its end; absent when it did. */
  failure: z.string().optional(),
  /** Why this machine cannot run it; absent when it was run. */
  notRun: z.string().optional(),
});

export type Evidence = z.infer<typeof evidenceSchema>;
export type Assertion = Evidence['assertions'][number];
export type AddressEvent = Evidence['addressEvents'][number];
export type EvidenceRecord = Evidence['records'][number];
