import { html, nothing, TemplateResult } from 'lit';
import type { Plan } from '../api';
import { percent } from '../format';

const METHODS: Record<string, string> = { smart: 'SMART', magnitude: 'Magnitude', taylor: 'Taylor' };

/** What was asked for, as chips. */
export function plan(given?: Plan): TemplateResult | typeof nothing {
  if (!given) return nothing;
  const block = given.block === 'channel' ? 'channels' : `${given.block} blocks`;
  return html`<span class="chips">
    <span class="chip strong">−${percent(given['block-sparsity'], 0)}</span>
    <span class="chip">${block}</span>
    <span class="chip">${METHODS[given.method] ?? given.method}</span>
    <span class="chip">${given.device}</span>
  </span>`;
}
