import { html, TemplateResult } from 'lit';
import type { RunStatus, RunView, StageView } from '../api';
import { ago, duration, percent, secondsBetween } from '../format';
import { live } from '../live';
import { command } from '../parts/command';
import { badge } from '../parts/icons';
import { plan } from '../parts/plan';
import { fraction, STAGE_TITLES } from '../parts/stages';
import { LiveView } from '../view';

const STATES: RunStatus[] = ['running', 'promoted', 'rejected', 'failed'];

/** Every run, newest first. */
class RunsPage extends LiveView {
  override render() {
    const runs = live.newestFirst();
    if (!live.loaded) return html`<p class="loading">Reading the registry…</p>`;
    return runs.length === 0 ? this.empty() : this.list(runs);
  }

  private empty(): TemplateResult {
    return html`<section class="empty card">
      <h1>No runs yet</h1>
      <p>Push a trained ONNX model with a run spec; it appears here at once. Or let the demo do it with a bundled model.</p>
      ${command('./espalier push model.onnx --spec spec.yaml --watch', 'Your model')}
      ${command('./espalier demo', 'Bundled demo')}
    </section>`;
  }

  private list(runs: RunView[]): TemplateResult {
    return html`
      <div class="page-head">
        <h1>Runs</h1>
        <ul class="tally" aria-label="Runs by state">
          ${STATES.map((state) => {
            const amount = runs.filter((run) => run.status === state).length;
            return html`<li class="${state} ${amount ? '' : 'none'}"><b>${amount}</b> ${state}</li>`;
          })}
        </ul>
      </div>
      <div class="card flush">
        <table class="runs">
          <thead>
            <tr><th>Model</th><th>Asked for</th><th>Progress</th><th>State</th><th class="right">Started</th></tr>
          </thead>
          <tbody>${runs.map((run) => this.row(run))}</tbody>
        </table>
      </div>
    `;
  }

  private row(run: RunView): TemplateResult {
    const id = run['run-id'];
    return html`<tr @click=${() => (window.location.hash = `#/runs/${id}`)}>
      <td><a class="name" href="#/runs/${id}">${run.model ?? 'unnamed'}</a><span class="mono faint">${id}</span></td>
      <td>${plan(run.plan)}</td>
      <td>
        <div class="pips" role="img" aria-label=${summary(run)}>${run.stages.map(pip)}</div>
        <span class="faint small">${summary(run)}</span>
      </td>
      <td>${badge(run.status)}</td>
      <td class="right faint nowrap">${ago(run['submitted-at'])}</td>
    </tr>`;
  }
}

function pip(stage: StageView): TemplateResult {
  return html`<i class="pip ${stage.status}" title="${STAGE_TITLES[stage.stage]}: ${stage.status}">
    <b style="width:${(fraction(stage) * 100).toFixed(1)}%"></b>
  </i>`;
}

function summary(run: RunView): string {
  const current = run.stages.find((stage) => stage.stage === run.stage);
  const title = STAGE_TITLES[run.stage];
  switch (run.status) {
    case 'running':
      return current && current.status === 'running' ? `${title} ${percent(fraction(current), 0)}` : `${title} queued`;
    case 'failed':
      return `${title}: ${run.failure?.code ?? 'failed'}`;
    case 'promoted':
    case 'rejected': {
      const passed = run.gates.filter((gate) => gate.passed).length;
      const spent = duration(secondsBetween(run['submitted-at'], run['ended-at']));
      return `v${run.version} · ${passed} of ${run.gates.length} gates · ${spent}`;
    }
  }
}
customElements.define('espalier-runs', RunsPage);
