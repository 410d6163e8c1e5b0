import { html, nothing, TemplateResult } from 'lit';
import type { DeviceEstimate, DeviceLayer, Gate, Latencies, Measurements, Report } from '../api';
import { bytes, count, milliseconds, percent } from '../format';
import { statusIcon } from '../parts/icons';

/** One line of the comparison: a latency, how it is known, and what the gate on that device says. */
interface Line {
  device: string;
  ms: number;
  note: string;
  known: string;
  gate?: Gate;
}

/** Every latency that is known of the file, and layer by layer what each device spends its time on. */
export function devicePanel(report: Report, gates: Gate[], latencies?: Latencies, posted?: Measurements): TemplateResult {
  const lines = [...estimates(report, gates), ...onDevices(posted), ...onProcessor(latencies)];
  const most = Math.max(...lines.map((line) => line.ms));
  return html`<section class="card flush" aria-label="Latency by device">
    <h2 class="card-title">Latency by device <span class="faint small">one image</span></h2>
    <div class="scroll"><table class="devices">
      <thead><tr><th>Device</th><th></th><th class="right">Latency</th><th>How it is known</th><th>Gate</th></tr></thead>
      <tbody>${lines.map((line) => row(line, most))}</tbody>
    </table></div>
    ${(latencies?.devices ?? []).map((device, index) => breakdown(device, index === 0))}
  </section>`;
}

function estimates(report: Report, gates: Gate[]): Line[] {
  const all = [report.latency, ...(report['other-latencies'] ?? [])];
  return all.map((latency, index) => ({
    device: latency.device,
    ms: latency.milliseconds,
    note: `${count(latency.cycles)} cycles`,
    known: ['estimated', latency.confidence].filter(Boolean).join(', '),
    gate: gates.find((gate) => gate.gate === 'max-latency-ms' && gate.source !== 'measured'
      && (gate.device ? gate.device === latency.device : index === 0)),
  }));
}

function onDevices(posted?: Measurements): Line[] {
  return (posted?.measurements ?? []).map((of) => ({
    device: of.device,
    ms: of['median-ms'],
    note: `95 of 100 within ${milliseconds(of['p95-ms'])}`,
    known: `measured, ${of.tool}`,
    gate: posted?.gates.find((gate) => gate.device === of.device && gate.measured === of['median-ms']),
  }));
}

function onProcessor(latencies?: Latencies): Line[] {
  const of = latencies?.measured;
  if (!of) return [];
  return [{
    device: 'cpu',
    ms: of['median-ms'],
    note: `95 of 100 within ${milliseconds(of['p95-ms'])}`,
    known: `measured, ${of.tool}, ${of.threads} ${of.threads === 1 ? 'thread' : 'threads'}, median of ${of.runs} after ${of['warm-up']}`,
  }];
}

function row(line: Line, most: number): TemplateResult {
  return html`<tr>
    <th scope="row">${line.device}</th>
    <td><i class="track wide"><b class=${line.known.startsWith('measured') ? 'kept' : 'now'}
      style="width:${((100 * line.ms) / most).toFixed(1)}%"></b></i><span class="faint small">${line.note}</span></td>
    <td class="right num"><b>${milliseconds(line.ms)}</b></td>
    <td class="small">${line.known}</td>
    <td>${line.gate ? verdict(line.gate) : html`<span class="faint">none</span>`}</td>
  </tr>`;
}

function verdict(gate: Gate): TemplateResult {
  return html`<span class="verdict ${gate.passed ? 'pass' : 'miss'}">
    ${statusIcon(gate.passed ? 'done' : 'rejected')}≤ ${milliseconds(gate.limit)}</span>`;
}

function breakdown(device: DeviceEstimate, open: boolean): TemplateResult {
  const timed = device.layers.filter((layer) => layer.cycles > 0);
  const bounds = [...new Set(timed.map((layer) => layer['bound-by']))];
  return html`<details class="device-layers" ?open=${open}>
    <summary><b>${device.device}</b> <span class="faint small">${milliseconds(device.ms)} in ${timed.length} layers,
      ${percent(device.utilisation)} of the multipliers used, ${count(Math.round(device.microjoules))} µJ</span></summary>
    <div class="strip" role="img" aria-label="Share of every layer in the time on ${device.device}">
      ${timed.map((layer) => html`<b class="bound-${layer['bound-by']}" style="flex-grow:${layer.cycles}"
        title="${layer.name}: ${milliseconds(layer.ms)}, bound by ${layer['bound-by']}"></b>`)}
    </div>
    <ul class="bounds">${bounds.map((bound) => html`<li><i class="bound-${bound}"></i>bound by ${bound}</li>`)}</ul>
    <div class="scroll"><table class="layers">
      <thead><tr><th>Layer</th><th>Bound by</th><th class="right">Cycles</th><th class="right">ms</th><th class="right">Used</th>
        <th class="right">DRAM</th><th class="right">Folds skipped</th><th class="right">MACs, of dense</th>
        <th class="right">Zeros, left out</th><th class="right">Imbalance</th><th class="right">µJ</th></tr></thead>
      <tbody>${timed.map(layerRow)}</tbody>
    </table></div>
  </details>`;
}

function layerRow(layer: DeviceLayer): TemplateResult {
  const product = layer.kind === 'product';
  const only = (text: string) => (product ? text : html`<span class="faint">–</span>`);
  return html`<tr>
    <th scope="row"><span class="mono">${layer.name}</span><span class="faint small">${layer.operator}</span></th>
    <td class="bound"><i class="bound-${layer['bound-by']}"></i>${layer['bound-by']}</td>
    <td class="right num">${count(layer.cycles)}</td>
    <td class="right num">${layer.ms.toPrecision(3)}</td>
    <td class="right num">${only(percent(layer['overall-utilisation'], 0))}</td>
    <td class="right num">${layer['dram-bytes'] ? bytes(layer['dram-bytes']) : html`<span class="faint">–</span>`}</td>
    <td class="right num">${only(`${count(layer['folds-skipped'])} / ${count(layer['folds-total'])}`)}</td>
    <td class="right num">${only(layer.macs ? percent(layer['effective-macs'] / layer.macs, 0) : '–')}</td>
    <td class="right num">${only(`${percent(layer.structural, 0)}, ${percent(layer.exploitable, 0)}`)}</td>
    <td class="right num">${only(layer.imbalance ? layer.imbalance.toFixed(2) : '–')}</td>
    <td class="right num">${layer.microjoules ? layer.microjoules.toPrecision(3) : nothing}</td>
  </tr>`;
}
