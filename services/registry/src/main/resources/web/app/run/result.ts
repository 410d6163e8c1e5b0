import { html, nothing, TemplateResult } from 'lit';
import type { Report } from '../api';
import { bytes, count, metricTitle, milliseconds, percent } from '../format';

/** What was measured on the served bytes, beside the dense model. */
export function resultTiles(report: Report): TemplateResult {
  const faster = report['dense-latency'].cycles / report.latency.cycles;
  const drop = (report.accuracy - report['reference-accuracy']) * 100;
  return html`<section class="tiles" aria-label="Result">
    ${tile(metricTitle(report.metric), percent(report.accuracy, 2),
      `${drop >= 0 ? '+' : '−'}${Math.abs(drop).toFixed(2)} points to the dense reference`)}
    ${tile('Latency', milliseconds(report.latency.milliseconds), `${faster.toFixed(2)}× faster on ${report.latency.device}`)}
    ${tile('Weights', bytes(report['weight-bytes']), `dense ${bytes(report['dense-weight-bytes'])}`)}
    ${tile('Blocks removed', count(report.budget['removed-blocks']),
      `of ${count(report.budget.blocks)}, asked for ${count(report.budget['target-removed'])}`)}
  </section>
  ${otherMetrics(report)}`;
}

/** Everything else that was measured: other thresholds, classes. */
function otherMetrics(report: Report) {
  const others = Object.entries(report.metrics)
    .filter(([name]) => name !== report.metric)
    .sort(([a], [b]) => a.localeCompare(b)); // PostgreSQL keeps a JSON object's keys in an order of its own
  if (others.length === 0) return nothing;
  return html`<section class="card quality" aria-label="Metrics"><h2>Metrics</h2>
    <dl>${others.map(([name, value]) => html`<div><dt>${metricTitle(name)}</dt><dd class="num">${percent(value, 2)}</dd></div>`)}</dl>
  </section>`;
}

function tile(title: string, value: string, note: string): TemplateResult {
  return html`<div class="card tile"><h2>${title}</h2><strong>${value}</strong><span class="faint">${note}</span></div>`;
}
