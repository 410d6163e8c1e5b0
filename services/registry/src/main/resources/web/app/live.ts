import { api, RunView } from './api';

/**
 * All runs, kept up to date by server-sent events. After a lost connection the list is read anew, so nothing that
 * happened meanwhile is missed.
 */
class Live extends EventTarget {
  readonly runs = new Map<string, RunView>();
  loaded = false;
  connected = false;

  start(): void {
    const source = new EventSource('/api/events');
    source.onopen = () => this.refresh();
    source.onmessage = (message) => this.put(JSON.parse(message.data));
    source.onerror = () => {
      this.connected = false;
      this.tell();
    };
  }

  private async refresh(): Promise<void> {
    const runs = await api.runs().catch(() => undefined);
    runs?.forEach((run) => this.runs.set(run['run-id'], run));
    this.connected = runs !== undefined;
    this.loaded ||= runs !== undefined;
    this.tell();
  }

  put(run: RunView): void {
    this.runs.set(run['run-id'], run);
    this.tell();
  }

  newestFirst(): RunView[] {
    return [...this.runs.values()].sort((a, b) => b['submitted-at'].localeCompare(a['submitted-at']));
  }

  private tell(): void {
    this.dispatchEvent(new Event('change'));
  }
}

export const live = new Live();
