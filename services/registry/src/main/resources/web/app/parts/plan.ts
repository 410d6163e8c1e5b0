import { html, nothing, TemplateResult } from 'lit';
import type { Plan } from '../api';
import { percent } from '../format';

const METHODS: Record<string, string> = { smart: 'SMART', magnitude: 'Magnitude', taylor: 'Taylor' };

/** What was asked for, as chips. */
export function plan(given?: Plan): TemplateResult | typeof nothing {
  if (!given) return nothing;
  const block = given.block === 'channel' ? 'channels' : `${given.block} blocks`;
  const sparsity = given['block-sparsity'];
  const budget = sparsity === undefined ? given.budget.replaceAll(', ', ' · ') : `−${percent(sparsity, 0)}`;
  return html`<span class="chips">
    <span class="chip strong">${budget}</span>
    <span class="chip">${block}</span>
    <span class="chip">${METHODS[given.method] ?? given.method}</span>
    <span class="chip">${given.device}</span>
  </span>`;
}
