import { html, TemplateResult } from 'lit';
import type { DeviceLimit, Gate, Spec } from '../api';
import { gateValue, percent } from '../format';
import { statusIcon } from '../parts/icons';

const TITLES: Record<string, string> = {
  budget: 'Block budget',
  'budget-parameters': 'Parameter budget',
  'budget-weight-bytes': 'Weight budget',
  'budget-macs': 'Multiply-accumulate budget',
  'budget-npu-cycles': 'Cycle budget on the device',
  'budget-latency-ms': 'Latency budget on the device',
  'max-accuracy-drop': 'Accuracy drop',
  'min-accuracy': 'Accuracy',
  'max-latency-ms': 'Latency on the device',
  'max-weight-bytes': 'Weights on the device',
};

/** Every gate with its limit, its measured value and its verdict. */
export function gateTable(gates: Gate[]): TemplateResult {
  return table(gates.map((gate) => row(gate.gate, gateValue(gate.gate, gate.limit), outcome(gate), known(gate))));
}

/** What a run that has not been judged will have to meet. */
export function gatesToCome(spec: Spec): TemplateResult {
  const pending = html`<td class="right faint">–</td><td class="faint">to be judged</td>`;
  const budgets = Object.entries(spec.prune.budget)
    .filter(([unit]) => unit !== 'storage')
    .map(([unit, limit]) => budgetToCome(unit, limit, pending));
  const asked = Object.entries(spec.gates).flatMap(([gate, limit]) =>
    typeof limit === 'number' ? [row(gate, gateValue(gate, limit), pending)] : limit.map((of) => latencyToCome(of, pending)));
  return table([...budgets, ...asked]);
}

function latencyToCome(limit: DeviceLimit, pending: TemplateResult): TemplateResult {
  return row('max-latency-ms', gateValue('max-latency-ms', limit['max-ms']), pending, limit.device);
}

/** A latency's device and how it is known: `rk3588-core, estimated, calibrated`. */
function known(gate: Gate): string {
  return [gate.device, gate.source, gate.confidence].filter(Boolean).join(', ');
}

function budgetToCome(unit: string, limit: number | string, pending: TemplateResult): TemplateResult {
  if (unit === 'block-sparsity') return row('budget', `${percent(Number(limit), 0)} of the blocks`, pending);
  const gate = `budget-${unit}`;
  return row(gate, typeof limit === 'number' ? gateValue(gate, limit) : `${limit} of the dense network's`, pending);
}

function table(rows: TemplateResult[]): TemplateResult {
  return html`<section class="card flush">
    <h2 class="card-title">Gates</h2>
    <table class="gates">
      <thead><tr><th>Gate</th><th class="right">Limit</th><th class="right">Measured</th><th>Verdict</th></tr></thead>
      <tbody>${rows}</tbody>
    </table>
  </section>`;
}

function row(gate: string, limit: string, rest: TemplateResult, detail = ''): TemplateResult {
  return html`<tr>
    <th scope="row">${TITLES[gate] ?? gate}<span class="mono faint">${gate}${detail ? ` (${detail})` : ''}</span></th>
    <td class="right num">${relation(gate)} ${limit}</td>
    ${rest}
  </tr>`;
}

function outcome(gate: Gate): TemplateResult {
  return html`<td class="right num"><b>${gateValue(gate.gate, gate.measured)}</b></td>
    <td><span class="verdict ${gate.passed ? 'pass' : 'miss'}">
      ${statusIcon(gate.passed ? 'done' : 'rejected')}${gate.passed ? 'passed' : 'missed'}</span></td>`;
}

function relation(gate: string): string {
  if (gate === 'budget') return 'exactly';
  return gate.startsWith('min-') ? '≥' : '≤';
}
