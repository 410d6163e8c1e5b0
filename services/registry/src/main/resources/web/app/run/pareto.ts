import { html, nothing, svg, TemplateResult } from 'lit';
import type { Sweep, SweepPoint } from '../api';
import { bytes, metricTitle, milliseconds, percent } from '../format';
import { badge } from '../parts/icons';

const WIDTH = 720;
const HEIGHT = 260;
const LEFT = 58;
const RIGHT = 24;
const TOP = 16;
const BOTTOM = 40;
const MOST_TICKS = 6;

interface Scale {
  (value: number): number;
  ticks: number[];
}

/** The runs of a sweep: accuracy over latency, the front joined, every point linked to its run. */
export function paretoFigure(sweep: Sweep, current: string): TemplateResult {
  const judged = sweep.points.filter((point) => point.measured);
  return html`<section class="card pareto" aria-label="Sweep">
    <h2>Sweep <span class="faint small mono">${sweep.sweep}</span></h2>
    ${judged.length ? plot(sweep, judged, current) : html`<p class="faint">No run of this sweep has been judged yet.</p>`}
    <div class="scroll"><table>
      <thead><tr><th>Budget</th><th>State</th><th class="right">Accuracy</th><th class="right">Latency</th>
        <th class="right">Weights</th><th>Front</th></tr></thead>
      <tbody>${sweep.points.map((point) => row(point, current))}</tbody>
    </table></div>
  </section>`;
}

function plot(sweep: Sweep, judged: SweepPoint[], current: string): TemplateResult {
  const accuracies = judged.map((point) => point.measured!.accuracy);
  const latencies = judged.map((point) => point.measured!['latency-ms']);
  const dense = sweep.dense;
  const x = scale(dense ? [...latencies, dense['latency-ms']] : latencies, LEFT, WIDTH - RIGHT);
  const y = scale(dense ? [...accuracies, dense.accuracy] : accuracies, HEIGHT - BOTTOM, TOP);
  const front = judged
    .filter((point) => point['on-front'])
    .sort((a, b) => a.measured!['latency-ms'] - b.measured!['latency-ms'])
    .map((point) => `${x(point.measured!['latency-ms'])},${y(point.measured!.accuracy)}`);
  return html`<svg class="pareto-plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
    aria-label="Accuracy over latency of ${judged.length} runs">
    ${y.ticks.map((tick) => svg`<line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(tick)} y2=${y(tick)} />
      <text class="tick" x=${LEFT - 8} y=${y(tick) + 4} text-anchor="end">${percent(tick)}</text>`)}
    ${x.ticks.map((tick) => svg`<text class="tick" x=${x(tick)} y=${HEIGHT - BOTTOM + 18} text-anchor="middle">${milliseconds(tick)}</text>`)}
    <text class="tick" x=${WIDTH - RIGHT} y=${HEIGHT - 4} text-anchor="end">latency</text>
    <text class="tick" x=${LEFT} y=${TOP - 5}>${metricTitle(sweep.metric ?? 'accuracy')}</text>
    <polyline class="front" points=${front.join(' ')} />
    ${dense ? mark(x(dense['latency-ms']), y(dense.accuracy), 'dense', 'dense reference') : nothing}
    ${judged.map((point) => linked(point, x, y, current))}
  </svg>`;
}

function linked(point: SweepPoint, x: Scale, y: Scale, current: string) {
  const own = point['run-id'] === current ? 'own' : '';
  return svg`<a href="#/runs/${point['run-id']}" aria-label=${point.budget ?? point['run-id']}>
    ${mark(x(point.measured!['latency-ms']), y(point.measured!.accuracy), `${point['on-front'] ? 'best' : ''} ${own}`, point.budget ?? '')}
  </a>`;
}

/** The front rises to the right, so labels are out of its way below right, and above left where there is no room. */
function mark(x: number, y: number, kind: string, label: string) {
  const left = x > 0.75 * WIDTH;
  return svg`<circle class="point ${kind}" cx=${x} cy=${y} r="5.5" />
    <text class="label" x=${x + (left ? -8 : 8)} y=${y + (left ? -8 : 17)} text-anchor=${left ? 'end' : 'start'}>${label}</text>`;
}

/** Linear over the values with a margin of a tenth; a single value lies in the middle. */
function scale(values: number[], from: number, to: number): Scale {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const margin = (most - least || Math.abs(most) || 1) / 10;
  const low = least - margin;
  const span = most + margin - low;
  const map = (value: number) => from + ((value - low) / span) * (to - from);
  return Object.assign(map, { ticks: ticks(low, low + span) });
}

/** The round numbers between, 1, 2 or 5 of some power of ten apart: as many as there may be. */
function ticks(low: number, high: number): number[] {
  const power = 10 ** Math.floor(Math.log10((high - low) / MOST_TICKS));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((candidate) => (high - low) / candidate <= MOST_TICKS)!;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, tick) => (first + tick) * step);
}

function row(point: SweepPoint, current: string): TemplateResult {
  const measured = point.measured;
  const name = point.budget ?? point['run-id'];
  return html`<tr>
    <th scope="row">${point['run-id'] === current ? html`<b>${name}</b>` : html`<a href="#/runs/${point['run-id']}">${name}</a>`}</th>
    <td>${badge(point.status)}</td>
    <td class="right num">${measured ? percent(measured.accuracy, 2) : '–'}</td>
    <td class="right num">${measured ? milliseconds(measured['latency-ms']) : '–'}</td>
    <td class="right num">${measured ? bytes(measured['weight-bytes']) : '–'}</td>
    <td>${point['on-front'] ? 'on the front' : ''}</td>
  </tr>`;
}
