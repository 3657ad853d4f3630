import { describe, expect, it } from 'vitest';

import { visibleRange } from '../list/visibleRange.js';
import { linkTo, readRoute, type Route } from '../route.js';
import { chartData } from '../usage/chartData.js';
import { sparkline } from '../usage/sparkline.js';
import { UsageHistory } from '../usage/UsageHistory.js';
import { chooseLanguage } from '../words/language.js';

describe(visibleRange, () => {
  const list = { rowHeight: 10, count: 1_000 };

  it.each([
    [{ scrollTop: 0, height: 100 }, 0, 18],
    [{ scrollTop: 5_000, height: 100 }, 492, 518],
    [{ scrollTop: 9_900, height: 100 }, 982, 1_000],
    [{ scrollTop: -50, height: 100 }, 0, 18],
    [{ scrollTop: 99_999, height: 100 }, 992, 1_000],
    [{ scrollTop: 0, height: 0 }, 0, 8],
  ])('of %j is %i to %i', (viewport, first, end) => {
    expect(visibleRange(viewport, list)).toEqual({ first, end });
  });

  it('of nothing is nothing', () => {
    expect(visibleRange({ scrollTop: 50, height: 100 }, { rowHeight: 10, count: 0 })).toEqual({ first: 0, end: 0 });
  });
});

describe(readRoute, () => {
  it.each<Route>([{ page: 'overview' }, { page: 'deployment', id: 'a/b %&#' }, { page: 'nodeUnit', address: '5ghP' }])(
    'finds %j again by its link',
    (route) => {
      expect(readRoute(linkTo(route))).toEqual(route);
    },
  );

  it.each(['', '#', '#/deployments/', '#/deployments/%', '#/elsewhere/x', '#//'])(
    'shows the overview for %j',
    (hash) => {
      expect(readRoute(hash)).toEqual({ page: 'overview' });
    },
  );
});

describe(UsageHistory, () => {
  const nodeUnit = (cpuPercent: number) => ({
    address: 'a',
    nodeUnit: { resourceUsage: { cpuPercent, memoryMb: 1 } } as never,
  });

  it('keeps what is new, the latest, and nothing of those who are gone', () => {
    const history = new UsageHistory();
    history.add({ address: 'a', nodeUnit: undefined }, 1);
    for (const [index, cpu] of [1, 1, 2].entries()) history.add(nodeUnit(cpu), index);
    expect(history.of('a').map(({ timeMs, cpuPercent }) => [timeMs, cpuPercent])).toEqual([
      [0, 1],
      [2, 2],
    ]);
    for (let index = 3; index < 2_000; index += 1) history.add(nodeUnit(index), index);
    expect(history.of('a')).toHaveLength(720);
    history.keep(new Set(['b']));
    expect(history.of('a')).toEqual([]);
  });
});

describe(chartData, () => {
  it('puts lines on one axis: a value holds until the next one of its line', () => {
    const sample = (timeMs: number, cpuPercent: number) => ({ timeMs, cpuPercent, memoryMb: 0 });
    const lines = [
      { name: 'a', samples: [sample(1_000, 1), sample(3_000, 3)] },
      { name: 'b', samples: [sample(2_000, 2)] },
    ];
    expect(chartData(lines, ({ cpuPercent }) => cpuPercent)).toEqual([
      [1, 2, 3],
      [1, 1, 3],
      [null, 2, 2],
    ]);
    expect(chartData([], ({ cpuPercent }) => cpuPercent)).toEqual([[]]);
  });
});

describe(sparkline, () => {
  it('fits into its box', () => {
    const box = { width: 10, height: 4, most: 10 };
    expect(sparkline([0, 10, 5], box)).toBe('0,4 5,0 10,2');
    expect(sparkline([0, 20], box)).toBe('0,4 10,0');
    expect(sparkline([1], box)).toBe('');
  });
});

describe(chooseLanguage, () => {
  it.each([
    ['zh', ['en'], 'zh'],
    ['en', ['zh-CN'], 'en'],
    [null, ['de', 'zh-TW', 'en'], 'zh'],
    [null, ['de', 'en-GB', 'zh'], 'en'],
    ['klingon', [], 'en'],
  ])('for %j and %j is %s', (stored, preferred, language) => {
    expect(chooseLanguage(stored, preferred)).toBe(language);
  });
});
