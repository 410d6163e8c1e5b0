import { html, nothing } from 'lit';
import type { Curves, StageName } from '../api';
import { compact } from '../format';
import { STAGE_TITLES } from '../parts/stages';
import { View } from '../view';
import { Line, Plot, Scale } from './plot';

interface Figure extends Scale {
  metric: string;
  title: string;
}

/** What is drawn, in this order; other metrics are shown as numbers in the timeline. */
const FIGURES: Figure[] = [
  { metric: 'loss', title: 'Loss', log: false, noisy: true },
  { metric: 'soft-count', title: 'Undecided blocks', log: true, noisy: false },
  { metric: 'temperature', title: 'Temperature', log: true, noisy: false },
  { metric: 'accuracy', title: 'Accuracy of the batch', log: false, noisy: true },
  { metric: 'pixel-accuracy', title: 'Pixel accuracy of the batch', log: false, noisy: true },
  { metric: 'box-loss', title: 'Box loss', log: false, noisy: true },
  { metric: 'score-loss', title: 'Score loss', log: false, noisy: true },
  { metric: 'validation-top-1', title: 'Top-1 accuracy, validation', log: false, noisy: false },
  { metric: 'validation-miou', title: 'mIoU, validation', log: false, noisy: false },
  { metric: 'validation-map', title: 'mAP, validation', log: false, noisy: false },
  { metric: 'validation-r2', title: 'R² to the source, validation', log: false, noisy: false },
];

const STAGES: StageName[] = ['pruning', 'finetuning', 'evaluation'];

/** A run's metrics over the work done; stages follow each other on one axis. */
class CurvesPanel extends View {
  static override properties = { curves: { attribute: false } };
  declare curves?: Curves;

  private readonly plots = new Map<string, Plot>();

  override render() {
    const figures = FIGURES.filter((figure) => this.isTold(figure.metric) && this.lines(figure.metric).length > 0);
    if (figures.length === 0) return nothing;
    return html`<section class="figures" aria-label="Curves">${figures.map((figure) => this.figure(figure))}</section>`;
  }

  /** Where a task has a metric of its own, `accuracy` is only its other name. */
  private isTold(metric: string): boolean {
    const own = ['map', 'miou', 'r2'];
    return metric !== 'accuracy' || !this.curves?.series.some((series) => own.includes(series.metric));
  }

  private figure(figure: Figure) {
    const lines = this.lines(figure.metric);
    const newest = compact(lines.at(-1)?.points.at(-1)?.value ?? NaN);
    return html`<figure class="card">
      <figcaption>
        <h2>${figure.title}</h2>${figure.log ? html`<span class="faint small">log</span>` : nothing}
        <span class="spacer"></span><span class="now">${newest}</span>
      </figcaption>
      <div class="plot" data-metric=${figure.metric} role="img" aria-label="${figure.title}: ${newest} now"></div>
      <ul class="legend">${lines.map((line) => html`<li><i class=${line.stage}></i>${STAGE_TITLES[line.stage]}</li>`)}</ul>
    </figure>`;
  }

  override updated(): void {
    this.querySelectorAll<HTMLElement>('.plot').forEach((element) => {
      const figure = FIGURES.find((candidate) => candidate.metric === element.dataset.metric);
      if (figure) this.plot(element, figure).draw(this.lines(figure.metric));
    });
  }

  private plot(element: HTMLElement, figure: Figure): Plot {
    const known = this.plots.get(figure.metric);
    if (known?.element === element) return known;
    known?.close();
    const fresh = new Plot(element, figure);
    this.plots.set(figure.metric, fresh);
    return fresh;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.plots.forEach((plot) => plot.close());
    this.plots.clear();
  }

  /** Each stage begins where the one before it ends; where a phase begins inside a stage is marked. */
  private lines(metric: string): Line[] {
    let from = 0;
    return STAGES.flatMap((stage) => {
      const series = this.curves?.series.find((s) => s.stage === stage && s.metric === metric);
      const phases = (this.curves?.phases ?? []).filter((phase) => phase.stage === stage);
      const begin = from;
      from += Math.max(0, ...phases.map((phase) => phase.to));
      if (!series || series.points.length < 2) return [];
      const marks = phases.slice(1).map((phase) => ({ at: begin + phase.from, name: phase.phase }));
      return [{ stage, marks, points: series.points.map((point) => ({ ...point, done: begin + point.done })) }];
    });
  }
}
customElements.define('espalier-curves', CurvesPanel);
