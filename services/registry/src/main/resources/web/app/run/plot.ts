import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Point, StageName } from '../api';
import { compact } from '../format';
import { STAGE_TITLES } from '../parts/stages';
import { smooth } from './smooth';

echarts.use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

export interface Line {
  stage: StageName;
  points: Point[];
  marks: { at: number; name: string }[];
}

export interface Scale {
  log: boolean;
  /** Values of single batches: drawn faintly, with their moving average over them. */
  noisy: boolean;
}

/** One chart. Colours come from the style sheet, so dark mode is there too. */
export class Plot {
  private readonly chart: echarts.ECharts;
  private readonly resized: ResizeObserver;
  private readonly dark = window.matchMedia('(prefers-color-scheme: dark)');
  private lines: Line[] = [];
  private readonly redraw = (): void => this.draw(this.lines);

  constructor(
    readonly element: HTMLElement,
    private readonly scale: Scale,
  ) {
    this.chart = echarts.init(element, undefined, { renderer: 'svg' });
    this.resized = new ResizeObserver(() => this.chart.resize());
    this.resized.observe(element);
    this.dark.addEventListener('change', this.redraw);
  }

  close(): void {
    this.resized.disconnect();
    this.dark.removeEventListener('change', this.redraw);
    this.chart.dispose();
  }

  draw(lines: Line[]): void {
    this.lines = lines;
    this.chart.setOption(
      {
        animation: false,
        grid: { left: 46, right: 10, top: 12, bottom: 24 },
        tooltip: { trigger: 'axis', confine: true, valueFormatter: (value: unknown) => compact(Number(value)) },
        xAxis: this.axis('value', false),
        yAxis: this.axis(this.scale.log ? 'log' : 'value', true),
        series: lines.flatMap((line) => this.series(line)),
      },
      { replaceMerge: ['series'] },
    );
  }

  private axis(type: 'value' | 'log', vertical: boolean) {
    const last = this.lines.at(-1)?.points.at(-1)?.done;
    return {
      type,
      scale: vertical,
      min: vertical ? undefined : 0,
      max: vertical ? undefined : last,
      splitNumber: 4,
      axisLabel: { color: this.colour('--faint'), fontSize: 11, hideOverlap: true, showMaxLabel: vertical, formatter: compact },
      axisLine: { show: !vertical, lineStyle: { color: this.colour('--line') } },
      axisTick: { show: false },
      splitLine: { show: vertical, lineStyle: { color: this.colour('--line'), width: 1 } },
    };
  }

  private series(line: Line) {
    const points = this.scale.log ? line.points.filter((point) => point.value > 0) : line.points;
    const marks = this.marks(line);
    return this.scale.noisy
      ? [this.curve(line, points, 1, 0.3), { ...this.curve(line, smooth(points), 2.2, 1), ...marks }]
      : [{ ...this.curve(line, points, 2.2, 1), ...marks }];
  }

  private curve(line: Line, points: Point[], width: number, opacity: number) {
    const colour = this.colour(`--stage-${line.stage}`);
    return {
      type: 'line' as const,
      name: opacity < 1 ? `${STAGE_TITLES[line.stage]}, batch` : STAGE_TITLES[line.stage],
      data: points.map((point) => [point.done, point.value]),
      showSymbol: false,
      lineStyle: { width, color: colour, opacity },
      itemStyle: { color: colour, opacity },
    };
  }

  private marks(line: Line) {
    if (line.marks.length === 0) return {};
    return {
      markLine: {
        silent: true,
        symbol: 'none',
        lineStyle: { color: this.colour('--faint'), type: 'dashed' as const, width: 1 },
        label: { formatter: '{b}', color: this.colour('--faint'), fontSize: 11, position: 'insideEndTop' as const },
        data: line.marks.map((mark) => ({ xAxis: mark.at, name: mark.name })),
      },
    };
  }

  private colour(variable: string): string {
    return getComputedStyle(this.element).getPropertyValue(variable).trim();
  }
}
