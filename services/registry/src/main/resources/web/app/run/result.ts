import { html, TemplateResult } from 'lit';
import type { Report } from '../api';
import { bytes, count, milliseconds, percent } from '../format';

/** What was measured on the served bytes, beside the dense model. */
export function resultTiles(report: Report): TemplateResult {
  const faster = report['dense-latency'].cycles / report.latency.cycles;
  const drop = (report.accuracy - report['reference-accuracy']) * 100;
  return html`<section class="tiles" aria-label="Result">
    ${tile('Accuracy', percent(report.accuracy, 2),
      `${drop >= 0 ? '+' : '−'}${Math.abs(drop).toFixed(2)} points to the dense reference`)}
    ${tile('Latency', milliseconds(report.latency.milliseconds), `${faster.toFixed(2)}× faster on ${report.latency.device}`)}
    ${tile('Weights', bytes(report['weight-bytes']), `dense ${bytes(report['dense-weight-bytes'])}`)}
    ${tile('Blocks removed', count(report.budget['removed-blocks']),
      `of ${count(report.budget.blocks)}, asked for ${count(report.budget['target-removed'])}`)}
  </section>`;
}

function tile(title: string, value: string, note: string): TemplateResult {
  return html`<div class="card tile"><h2>${title}</h2><strong>${value}</strong><span class="faint">${note}</span></div>`;
}
