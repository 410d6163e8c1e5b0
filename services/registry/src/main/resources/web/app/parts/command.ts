import { html, TemplateResult } from 'lit';

async function copy(event: Event, text: string): Promise<void> {
  const button = event.currentTarget as HTMLButtonElement;
  await navigator.clipboard?.writeText(text);
  button.textContent = 'Copied';
  window.setTimeout(() => (button.textContent = 'Copy'), 1500);
}

/** A shell command with a button that copies it. */
export function command(text: string, label: string): TemplateResult {
  return html`<div class="command">
    <span class="command-label">${label}</span>
    <pre tabindex="0"><code>${text}</code></pre>
    <button type="button" class="copy" aria-label="Copy: ${label}" @click=${(e: Event) => copy(e, text)}>Copy</button>
  </div>`;
}
