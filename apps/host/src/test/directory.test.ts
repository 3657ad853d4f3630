import { describe, expect, it } from 'vitest';

import { announce, createDirectory, leave } from '../directory/Directory.js';
import type { Principal } from '../credentials/Principal.js';
import { readAnnouncement } from '../directory/readAnnouncement.js';

describe('Directory', () => {
  const empty = createDirectory({ terminal_id: '@host' });

  it('numbers changes without gaps and tells the old version exactly when there was one', () => {
    const joined = announce(empty, { terminal_id: 'a' });
    const updated = announce(joined.directory, { terminal_id: 'a', name: 'A' });
    const left = leave(updated.directory, 'a');
    const again = announce(left!.directory, { terminal_id: 'a' });
    expect([joined, updated, left, again].map((change) => change?.event)).toEqual([
      { seq_id: 1, type: 'TERMINAL_CHANGE', payload: { new: { terminal_id: 'a' } } },
      {
        seq_id: 2,
        type: 'TERMINAL_CHANGE',
        payload: { new: { terminal_id: 'a', name: 'A' }, old: { terminal_id: 'a' } },
      },
      { seq_id: 3, type: 'TERMINAL_CHANGE', payload: { old: { terminal_id: 'a', name: 'A' } } },
      { seq_id: 4, type: 'TERMINAL_CHANGE', payload: { new: { terminal_id: 'a' } } },
    ]);
    expect([...again.directory.terminals.keys()]).toEqual(['@host', 'a']);
    expect(again.directory.seqId).toBe(4);
  });

  it('says nothing of the leave of somebody it does not know, and is never changed itself', () => {
    expect(leave(empty, 'a')).toBeUndefined();
    announce(empty, { terminal_id: 'a' });
    expect(empty.terminals.size).toBe(1);
    expect(empty.seqId).toBe(0);
  });
});

describe(readAnnouncement, () => {
  const member: Principal = { terminalId: 'a', proof: { kind: 'challenge' }, class: 'member' };
  const claims = { terminalId: 'a', deploymentId: 'd', claimEpoch: 1, nodeUnit: 'n' };
  const workload: Principal = { terminalId: 'a', proof: { kind: 'challenge' }, class: 'workload', claims };
  const [id, taken] = ['0dd2a6c5-2c43-4a5e-9d0c-6c4b6f9f3a11', '8b9c9a0e-51c4-4f0e-8f7a-0d6f2f2b7c22'];
  const facts = { before: undefined, isTaken: (serviceId: string) => serviceId === taken };
  const service = (method: string, schema: object = {}, service_id = id): object => ({
    terminal_id: 'a',
    serviceInfo: { [service_id]: { service_id, method, schema } },
  });
  const messageOf = (req: unknown, principal: Principal = member): string => {
    const announcement = readAnnouncement(req, principal, facts);
    return announcement.kind === 'refused' ? announcement.res.message : 'OK';
  };
  const codeOf = (req: unknown, principal: Principal = member): number | string => {
    const announcement = readAnnouncement(req, principal, facts);
    return announcement.kind === 'refused' ? announcement.res.code : 0;
  };

  it('accepts what a terminal says about itself, unknown fields included', () => {
    const info = { terminal_id: 'a', later: { x: 1 } };
    const stated = { ...info, principal: { class: 'member' } };
    const { length } = JSON.stringify(stated);
    expect(readAnnouncement(info, member, facts)).toEqual({ kind: 'accepted', info: stated, length });
  });

  it('states what the terminal is, whatever the terminal says', () => {
    const principal = { class: 'workload', deployment_id: 'd', node_unit: 'n' };
    const announcement = readAnnouncement({ terminal_id: 'a', principal: { class: 'member' } }, workload, facts);
    expect(announcement).toMatchObject({ kind: 'accepted', info: { principal } });
  });

  it.each([
    'Deployment/Watch',
    'Deployment/Claim',
    'NodeUnit/ExplainDeployment',
    'SQL',
    'SQL/v2',
    'GetTerminalInfos',
    'UpdateWorkloads',
    'SubscribeChannel/HostEvent',
    'SubscribeChannel/PortalConfig',
    'SubscribeChannel/Deployment\\/RealtimeLog\\/x',
    'SubscribeChannel/Deployment/RealtimeLog/x',
  ])('lets a member offer %s, and no workload', (method) => {
    expect(codeOf(service(method))).toBe(0);
    expect(messageOf(service(method), workload)).toContain('a workload may not offer');
  });

  it('lets a workload offer what is its own, and have no tag of a node-unit', () => {
    for (const method of ['Ping', 'Metrics', 'HandShake/a', 'DeploymentReport', 'SQLite', 'Prices/Deployment']) {
      expect(messageOf(service(method), workload)).toBe('OK');
    }
    for (const tag of ['node_unit', 'node_unit_address', 'node_unit_tag_zone']) {
      expect(messageOf({ terminal_id: 'a', tags: { [tag]: 'x' } }, workload)).toContain('may not have the tag');
      expect(messageOf({ terminal_id: 'a', tags: { [tag]: 'x' } })).toBe('OK');
    }
    expect(messageOf({ terminal_id: 'a', tags: { deployment_id: 'x', node_units: 'x' } }, workload)).toBe('OK');
  });

  it.each<[string, object, string]>([
    ['an id that is a method', service('A', {}, 'SQL'), 'is no UUID'],
    ['an id of another terminal', service('A', {}, taken), 'belongs to another terminal'],
    ['a catastrophic pattern with look-ahead', service('A', { pattern: '^(?=(a+)+$)' }), 'not supported'],
    [
      'a pattern that is huge when written out',
      service('A', { pattern: '(a{900}|b{900}|c{900}){1}x{900}y{900}z{900}' }),
      'too large',
    ],
    ['a schema that refers to itself', service('A', { items: { $ref: '#' } }), 'refers to itself'],
    ['a schema that leads outside', service('A', { $ref: 'other#/x' }), 'leads outside'],
    ['a schema that explodes', service('A', explosive(13)), 'more than 5000 subschemas'],
    ['a schema that is too long', service('A', { description: 'x'.repeat(70_000) }), 'at most 65536'],
  ])('refuses services with %s', (_case, req, message) => expect(messageOf(req)).toContain(message));

  it('accepts a pattern that is catastrophic elsewhere: here it costs no more than the text', () => {
    expect(messageOf(service('A', { pattern: '^([0-9a-f-]+)+!$' }))).toBe('OK');
  });

  it('refuses what is said about others, what is unreadable and what nobody could bear', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) as unknown;
    expect(codeOf({ terminal_id: 'b' })).toBe(403);
    expect(codeOf({ terminal_id: '@host' })).toBe(403);
    expect(codeOf({ name: 'nobody' })).toBe(400);
    expect(codeOf('a')).toBe(400);
    expect(codeOf({ terminal_id: 'a', deep })).toBe(400);
    expect(codeOf({ terminal_id: 'a', tags: { long: 'x'.repeat(1_100_000) } })).toBe(400);
  });
});

/** Each level refers to the next one twice. */
function explosive(levels: number): object {
  const twice = (level: number): object[] => [0, 1].map(() => ({ $ref: `#/definitions/l${level}` }));
  const entries = Array.from({ length: levels }, (_, level) => [`l${level}`, { allOf: twice(level + 1) }] as const);
  return { allOf: twice(0), definitions: { ...Object.fromEntries(entries), [`l${levels}`]: {} } };
}
