import { stripVTControlCharacters } from 'node:util';

import { deployment, nodeUnit, picture } from '@node-unit/local-cluster/testing';
import { describe, expect, it } from 'vitest';

import { renderPicture, type ViewModel } from '../renderPicture.js';

function render(overrides: Partial<ViewModel>): string {
  const model: ViewModel = {
    picture: picture([], []),
    recent: [],
    hostUrl: 'ws://here',
    tokenFile: '/host-token',
    logFolder: '/logs',
    height: 60,
    width: 120,
    started: ['one', 'two'].map((name, index) => ({
      name,
      address: `key of ${name}`,
      pid: 100 + index,
      claims: index,
    })),
    ...overrides,
  };
  return stripVTControlCharacters(renderPicture(model));
}

describe(renderPicture.name, () => {
  it('shows who is online, who is gone, and where each deployment runs', () => {
    const deployments = [
      deployment('11111111-a', 'key of one'),
      deployment('22222222-b', ''),
      deployment('33333333-c', 'key of two'),
    ];
    const screen = render({ picture: picture(deployments, [nodeUnit('one')], [['one', '11111111-a', 4711]]) });
    expect(screen).toMatch(/one .* 100 .* online .* least_deployments .* 1 .* 12 % .* 46 MB/);
    expect(screen).toMatch(/two .* 101 .* gone/);
    expect(screen).toMatch(/11111111 .* one .* 4711/);
    expect(screen).toMatch(/22222222 .* unassigned/);
    expect(screen).toMatch(/33333333 .* lost/);
  });

  it('says how to lose a machine, as long as another one is there to take over', () => {
    expect(render({ picture: picture([], [nodeUnit('one'), nodeUnit('two')]) })).toContain('kill -9 100');
    expect(render({ picture: picture([], [nodeUnit('two')]) })).not.toContain('kill -9');
  });

  it.each([40, 60, 80, 91, 92, 120])('says all of it within %d columns', (width) => {
    const deployments = [deployment('11111111-a', 'key of one')];
    const screen = render({ picture: picture(deployments, [nodeUnit('one')], [['one', '11111111-a', 4711]]), width });
    const [nodes = '', rest = ''] = screen.split('11111111');
    for (const line of nodes.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    for (const value of ['one', '100', 'online', 'least_deployments', '12 %', '46 MB', 'two', '101', 'gone']) {
      expect(nodes).toContain(value);
    }
    for (const value of ['sample', 'one', '4711']) expect(rest).toContain(value);
  });

  it('fits into a small terminal', () => {
    const many = Array.from({ length: 100 }, (_none, index) => deployment(`${index}`, ''));
    const screen = render({ picture: picture(many, [nodeUnit('one')]), height: 24 });
    const hidden = Number(/… and (\d+) more/.exec(screen)?.[1]);
    expect(screen.match(/unassigned/g)).toHaveLength(100 - hidden);
    expect(hidden).toBeGreaterThan(80);
    expect(screen.split('\n').length).toBeLessThanOrEqual(24);
  });
});
