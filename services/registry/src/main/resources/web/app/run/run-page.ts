import { html, nothing, TemplateResult } from 'lit';
import { api, Curves, Details, Latencies, Measurements, Refused, RunView, Spec, Sweep } from '../api';
import { ago, duration, secondsBetween } from '../format';
import { live } from '../live';
import { badge } from '../parts/icons';
import { plan } from '../parts/plan';
import { LiveView } from '../view';
import './curves-panel';
import { devicePanel } from './devices';
import { failureCard } from './failure';
import { gatesToCome, gateTable } from './gates';
import { layerTable } from './layers';
import { paretoFigure } from './pareto';
import { pullCommands } from './pull';
import { resultTiles } from './result';
import { timeline } from './timeline';

/** Curves are read again at most this often while a run is live. */
const CURVES_EVERY_MS = 1500;

/** One run: where it is, how it learns, how it was judged, how to get its result. */
class RunPage extends LiveView {
  static override properties = { runId: { attribute: false } };
  declare runId: string;

  private curves?: Curves;
  private details?: Details;
  private latencies?: Latencies;
  private measurements?: Measurements;
  private spec?: Spec;
  private sweep?: Sweep;
  private refused?: Refused;
  private shown = '';
  private loaded = '';
  private curvesAt = 0;
  private pending = 0;

  override willUpdate(): void {
    if (this.shown === this.runId) return;
    this.shown = this.runId;
    this.loaded = '';
    this.curves = this.details = this.latencies = this.measurements = this.spec = this.sweep = this.refused = undefined;
    void this.load();
  }

  protected override onChange(): void {
    super.onChange();
    const run = live.runs.get(this.runId);
    if (!run || this.loaded === run['updated-at'] + run.status) return;
    const wait = Math.max(0, this.curvesAt + CURVES_EVERY_MS - Date.now());
    this.pending ||= window.setTimeout(() => void this.loadMore(), wait);
  }

  private async load(): Promise<void> {
    try {
      live.put(await api.run(this.runId));
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      this.refused = e;
      this.requestUpdate();
    }
  }

  private async loadMore(): Promise<void> {
    const run = live.runs.get(this.runId);
    this.pending = 0;
    this.curvesAt = Date.now();
    if (!run) return;
    this.loaded = run['updated-at'] + run.status;
    this.curves = await api.curves(this.runId).catch(() => this.curves);
    if (run.plan && !this.spec) this.spec = await api.spec(this.runId).catch(() => undefined);
    if (run.sweep) this.sweep = await api.sweep(run.sweep).catch(() => this.sweep);
    if (run.version && run.model && !this.details) {
      this.details = await api.version(run.model, run.version).catch(() => undefined);
      this.measurements = await api.measurements(this.runId).catch(() => undefined);
      if (this.details?.exports?.latency) {
        this.latencies = await api.latencies(run.model, run.version).catch(() => undefined);
      }
    }
    this.requestUpdate();
  }

  override render() {
    if (this.refused) {
      return html`<section class="empty card"><h1>${this.refused.message}</h1><p>${this.refused.remedy}</p>
        <p><a href="#/">All runs</a></p></section>`;
    }
    const run = live.runs.get(this.runId);
    return run ? this.page(run) : html`<p class="loading">Reading the run…</p>`;
  }

  private page(run: RunView): TemplateResult {
    return html`
      <nav class="crumbs" aria-label="Breadcrumb"><a href="#/">Runs</a><span aria-hidden="true">/</span>
        <span class="mono">${run['run-id']}</span></nav>
      <div class="page-head">
        <h1>${run.model ?? 'unnamed'}${run.version ? html`<span class="version">v${run.version}</span>` : nothing}</h1>
        ${badge(run.status)}
        <span class="spacer"></span>
        ${plan(run.plan)}
      </div>
      <p class="faint times">${times(run)}</p>
      ${run.failure ? failureCard(run.failure) : nothing}
      <section class="card"><h2 class="visually-hidden">Stages</h2>${timeline(run)}</section>
      ${this.details ? resultTiles(this.details.report) : nothing}
      ${this.sweep ? paretoFigure(this.sweep, run['run-id']) : nothing}
      <espalier-curves .curves=${this.curves}></espalier-curves>
      ${this.gates(run)}
      ${run.version && run.model ? pullCommands(run, this.details) : nothing}
      ${this.details ? devicePanel(this.details.report, run.gates, this.latencies, this.measurements) : nothing}
      ${this.details ? layerTable(this.details.report) : nothing}
    `;
  }

  private gates(run: RunView): TemplateResult | typeof nothing {
    if (run.gates.length) return gateTable(run.gates);
    return this.spec && run.status === 'running' ? gatesToCome(this.spec) : nothing;
  }
}

function times(run: RunView): string {
  const started = `Started ${ago(run['submitted-at'])}`;
  const spent = duration(secondsBetween(run['submitted-at'], run['ended-at']));
  return run['ended-at'] ? `${started} · took ${spent}` : `${started} · running for ${spent}`;
}
customElements.define('espalier-run', RunPage);
