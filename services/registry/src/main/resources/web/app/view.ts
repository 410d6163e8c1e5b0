import { LitElement } from 'lit';
import { live } from './live';

/** A part of the page in the document itself (no shadow root), so that one style sheet serves all. */
export abstract class View extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

/** A view that is drawn anew when a run changes, and every second while it shows ages. */
export abstract class LiveView extends View {
  private timer = 0;
  private readonly changed = (): void => this.onChange();

  protected onChange(): void {
    this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    live.addEventListener('change', this.changed);
    this.timer = window.setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    live.removeEventListener('change', this.changed);
    window.clearInterval(this.timer);
  }
}
