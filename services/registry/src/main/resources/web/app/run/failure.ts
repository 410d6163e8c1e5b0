import { html, TemplateResult } from 'lit';
import type { Failure } from '../api';
import { statusIcon } from '../parts/icons';
import { STAGE_TITLES } from '../parts/stages';

/** Why a run ended, and what to do. */
export function failureCard(failure: Failure): TemplateResult {
  return html`<section class="card failure" role="alert">
    <h2>${statusIcon('failed')}${failure.meaning}</h2>
    <pre><code>${failure.message}</code></pre>
    <p><b>What to do.</b> ${failure.remedy}</p>
    <p class="faint small">${STAGE_TITLES[failure.stage]} · <span class="mono">${failure.code}</span></p>
  </section>`;
}
