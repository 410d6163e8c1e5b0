import { html, nothing, TemplateResult } from 'lit';
import type { RunView, StageView } from '../api';
import { compact, count, duration, percent, secondsBetween } from '../format';
import { statusIcon } from '../parts/icons';
import { fraction, secondsLeft, STAGE_TITLES } from '../parts/stages';

/** The five stages side by side, each with how far it is. */
export function timeline(run: RunView): TemplateResult {
  return html`<ol class="timeline">${run.stages.map((stage) => step(run, stage))}</ol>`;
}

function step(run: RunView, stage: StageView): TemplateResult {
  const part = fraction(stage);
  const title = STAGE_TITLES[stage.stage];
  return html`<li class="step ${stage.status}">
    <div class="step-head">
      <span class="knob">${statusIcon(stage.status)}</span>
      <strong>${title}</strong>
      ${stage.attempt > 1 ? html`<span class="chip warn">attempt ${stage.attempt}</span>` : nothing}
    </div>
    <div class="meter" role="progressbar" aria-label=${title} aria-valuemin="0" aria-valuemax="100"
      aria-valuenow=${Math.round(part * 100)}><b style="width:${(part * 100).toFixed(2)}%"></b></div>
    <div class="step-body">${body(run, stage)}</div>
  </li>`;
}

function body(run: RunView, stage: StageView): TemplateResult {
  switch (stage.status) {
    case 'waiting':
      return html`<span class="faint">${waiting(run, stage)}</span>`;
    case 'running':
      return running(stage);
    case 'done':
      return html`<span class="faint">${spent(stage) || 'Done'}</span>`;
    case 'failed':
      return html`<span class="bad">Gave up</span>`;
  }
}

function waiting(run: RunView, stage: StageView): string {
  if (run.status !== 'running') return 'Not reached';
  return run.stage === stage.stage ? 'Queued for a worker' : 'Waiting';
}

function running(stage: StageView): TemplateResult {
  const left = secondsLeft(stage);
  return html`
    <span class="phase">${stage.phase}</span>
    ${stage.total > 0
      ? html`<span>${percent(fraction(stage), 0)} <span class="faint">${count(stage.done)} / ${count(stage.total)}</span></span>`
      : nothing}
    ${left === undefined ? nothing : html`<span class="faint">≈ ${duration(left)} left</span>`}
    <dl class="metrics">
      ${Object.entries(stage.metrics)
        .sort(([a], [b]) => a.localeCompare(b))
        .slice(0, 6)
        .map(([name, value]) => html`<div><dt>${name.replaceAll('-', ' ')}</dt><dd>${compact(value)}</dd></div>`)}
    </dl>
  `;
}

function spent(stage: StageView): string {
  return stage['started-at'] && stage['ended-at'] ? duration(secondsBetween(stage['started-at'], stage['ended-at'])) : '';
}
