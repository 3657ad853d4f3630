import { type EChartsOption, init } from 'echarts';

interface AxisParts {
  readonly axisLine?: object;
  readonly axisLabel?: object;
}

/** A series that may have marks. */
interface Marked {
  readonly markLine?: { readonly label?: object; readonly lineStyle?: object };
}

export type Background = 'light' | 'dark';

const WIDTH = 760;
const HEIGHT = 300;

/** Legible on either background, and told apart by people who do not see all colours. */
const COLOURS: Readonly<Record<Background, { text: string; line: string; background: string; series: string[] }>> = {
  light: {
    text: '#3b4048',
    line: '#d9dce1',
    background: '#ffffff',
    series: ['#1f6feb', '#d9730d', '#2a9d6f', '#a445b2', '#b7950b'],
  },
  dark: {
    text: '#c9d1d9',
    line: '#373e47',
    background: '#0d1117',
    series: ['#6cb0ff', '#ffa657', '#56d4a0', '#d2a8ff', '#e3c74f'],
  },
};

/** A chart as SVG. The same option gives the same text, always. */
export function renderChart(option: EChartsOption, title: string, background: Background): string {
  const { text, line, background: backgroundColor, series } = COLOURS[background];
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  const styled = (axis: AxisParts | undefined): object => ({
    splitLine: { lineStyle: { color: line } },
    nameTextStyle: { color: text },
    ...axis,
    axisLine: { lineStyle: { color: line }, ...axis?.axisLine },
    axisLabel: { color: text, ...axis?.axisLabel },
  });
  chart.setOption({
    animation: false,
    backgroundColor,
    color: series,
    textStyle: { fontFamily: 'sans-serif', color: text },
    title: { text: title, left: 12, top: 8, textStyle: { fontSize: 14, color: text } },
    // Text is measured without a font, so names get more room than it is thought they need.
    legend: { top: 10, right: 24, itemGap: 36, icon: 'roundRect', itemWidth: 14, textStyle: { color: text } },
    ...option,
    series: [option.series ?? []].flat().map((each) => inColour(each as Marked, text)),
    grid: { left: 70, right: 24, top: 64, bottom: 46, ...option.grid },
    xAxis: styled(option.xAxis as AxisParts),
    yAxis: styled(option.yAxis as AxisParts),
  } as EChartsOption);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${withStableNames(svg)}\n`;
}

/** What marks a moment is drawn like text, not like one of the series. */
function inColour(series: Marked, colour: string): object {
  const { markLine } = series;
  if (!markLine) return series;
  const label = { ...markLine.label, color: colour, textBorderWidth: 0 };
  return { ...series, markLine: { ...markLine, label, lineStyle: { ...markLine.lineStyle, color: colour } } };
}

/** The library numbers its charts and styles within a process; a report must not depend on what was drawn before. */
function withStableNames(svg: string): string {
  const names = new Map<string, string>();
  return svg.replace(/zr\d+-[a-z]+-?\d+/g, (name) => {
    const known = names.get(name) ?? `s${names.size}`;
    names.set(name, known);
    return known;
  });
}
