import { html, nothing } from 'lit';
import { live } from './live';
import { mark } from './parts/icons';
import { LiveView } from './view';
import './runs/runs-page';
import './run/run-page';
import './models/models-page';

/** Header, navigation and the page that the address names: `#/`, `#/runs/ID`, `#/models`. */
class Shell extends LiveView {
  private readonly navigated = (): void => {
    window.scrollTo(0, 0);
    this.requestUpdate();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.navigated);
    live.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.navigated);
  }

  override render() {
    const [area, id] = window.location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
    const current = area === 'models' ? 'models' : 'runs';
    return html`
      <a class="skip" href="#main">Skip to content</a>
      <header class="top">
        <div class="bar">
          <a class="brand" href="#/">${mark}<span>Espalier</span></a>
          <nav aria-label="Main">
            <a href="#/" aria-current=${current === 'runs' ? 'page' : nothing}>Runs</a>
            <a href="#/models" aria-current=${current === 'models' ? 'page' : nothing}>Models</a>
          </nav>
          <span class="spacer"></span>
          <span class="link-state ${live.connected ? 'on' : ''}" role="status">
            <i></i>${live.connected ? 'Live' : 'Connecting…'}
          </span>
          <a class="quiet" href="/q/swagger-ui">API</a>
        </div>
      </header>
      <main id="main" tabindex="-1">${this.page(area, id)}</main>
    `;
  }

  private page(area: string, id?: string) {
    if (area === 'runs' && id) return html`<espalier-run .runId=${id}></espalier-run>`;
    if (area === 'models') return html`<espalier-models .name=${id ?? ''}></espalier-models>`;
    return html`<espalier-runs></espalier-runs>`;
  }
}
customElements.define('espalier-app', Shell);
