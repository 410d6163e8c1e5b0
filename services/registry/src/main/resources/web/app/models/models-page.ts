import { html, TemplateResult } from 'lit';
import { api, Model, Version } from '../api';
import { ago, bytes, milliseconds, percent } from '../format';
import { live } from '../live';
import { command } from '../parts/command';
import { badge } from '../parts/icons';
import { LiveView } from '../view';

/** What the registry serves: names, aliases, versions. */
class ModelsPage extends LiveView {
  static override properties = { name: { attribute: false } };
  declare name: string;

  private models?: Model[];
  private reading = false;
  private judged = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  /** A version comes with a verdict, and only then. */
  protected override onChange(): void {
    const judged = live.newestFirst().filter((run) => run.version).length;
    if (judged !== this.judged) void this.load();
    this.judged = judged;
  }

  private async load(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    this.models = await api.models().catch(() => this.models);
    this.reading = false;
    this.requestUpdate();
  }

  override render() {
    if (!this.models) return html`<p class="loading">Reading the registry…</p>`;
    const shown = this.models.filter((model) => !this.name || model.name === this.name);
    if (shown.length === 0) return this.empty();
    return html`<div class="page-head"><h1>Models</h1></div>${shown.map((model) => this.card(model))}`;
  }

  private empty(): TemplateResult {
    return html`<section class="empty card"><h1>No versions yet</h1>
      <p>A run makes a version when its model has been judged; it is served as <span class="mono">approved</span> if it passes every gate.</p>
      ${command('./espalier demo', 'Bundled demo')}</section>`;
  }

  private card(model: Model): TemplateResult {
    return html`<section class="card flush model">
      <div class="card-title">
        <h2><a href="#/models/${model.name}">${model.name}</a></h2>
        ${Object.entries(model.aliases).sort().map(([alias, version]) =>
          html`<span class="chip alias ${alias}">${alias} → v${version}</span>`)}
      </div>
      <div class="scroll"><table>
        <thead><tr><th>Version</th><th>Verdict</th><th class="right" title="Top-1, mIoU, mAP or R², as the task asks">Accuracy</th><th class="right">Latency</th>
          <th class="right">File</th><th>Digest</th><th class="right">Judged</th><th></th></tr></thead>
        <tbody>${model.versions.map((version) => this.row(version))}</tbody>
      </table></div>
    </section>`;
  }

  private row(version: Version): TemplateResult {
    return html`<tr>
      <th scope="row"><a href="#/runs/${version['run-id']}">v${version.version}</a>
        ${version.aliases.map((alias) => html`<span class="chip alias ${alias}">${alias}</span>`)}</th>
      <td>${badge(version.verdict)}</td>
      <td class="right num">${percent(version.accuracy, 2)}</td>
      <td class="right num">${milliseconds(version['latency-ms'])}</td>
      <td class="right num">${bytes(version.model['size-bytes'])}</td>
      <td class="mono faint" title=${version.model.sha256}>${version.model.sha256.slice(0, 12)}</td>
      <td class="right faint nowrap">${ago(version['created-at'])}</td>
      <td class="right"><a href="/api/models/${version.name}/${version.version}/file">Download</a></td>
    </tr>`;
  }
}
customElements.define('espalier-models', ModelsPage);
