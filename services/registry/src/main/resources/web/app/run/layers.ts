import { html, TemplateResult } from 'lit';
import type { Layer, Report } from '../api';
import { count, percent } from '../format';

/** Layer by layer: what was kept and what it costs on the device now. */
export function layerTable(report: Report): TemplateResult {
  const most = Math.max(...report.layers.map((layer) => layer['dense-cycles']), 1);
  return html`<section class="card flush">
    <h2 class="card-title">Layers <span class="faint small">on ${report.latency.device}, one image</span></h2>
    <div class="scroll"><table class="layers">
      <thead><tr><th>Layer</th><th>Blocks kept</th><th>Cycles, of dense</th>
        <th class="right">Cycles</th><th class="right">Dense</th><th class="right">Folds skipped</th></tr></thead>
      <tbody>${report.layers.map((layer) => row(layer, most))}</tbody>
      <tfoot><tr><th scope="row">Total</th><td></td><td></td>
        <td class="right num"><b>${count(report.latency.cycles)}</b></td>
        <td class="right num">${count(report['dense-latency'].cycles)}</td><td></td></tr></tfoot>
    </table></div>
  </section>`;
}

function row(layer: Layer, most: number): TemplateResult {
  const kept = 1 - layer['block-sparsity'];
  const scale = (cycles: number) => `${((100 * cycles) / most).toFixed(1)}%`;
  return html`<tr>
    <th scope="row"><span class="mono">${layer.name}</span><span class="faint small">${layer.operator}</span></th>
    <td><span class="bar-cell"><i class="track"><b class="kept" style="width:${percent(kept).replace(' ', '')}"></b></i>
      <span class="num">${percent(kept, 0)}</span></span></td>
    <td><i class="track wide"><b class="dense" style="width:${scale(layer['dense-cycles'])}"></b>
      <b class="now" style="width:${scale(layer.cycles)}"></b></i></td>
    <td class="right num">${count(layer.cycles)}</td>
    <td class="right num faint">${count(layer['dense-cycles'])}</td>
    <td class="right num">${layer['folds-skipped']} / ${layer['folds-total']}</td>
  </tr>`;
}
