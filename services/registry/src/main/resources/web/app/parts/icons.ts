import { svg, html, TemplateResult } from 'lit';
import type { RunStatus, StageStatus } from '../api';

/** A tree trained flat along wires. */
export const mark = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
  <rect width="32" height="32" rx="8" fill="currentColor" />
  <g fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round">
    <path d="M16 27V6" />
    <path d="M16 22c-4 0-8-.6-8-4.5M16 22c4 0 8-.6 8-4.5" />
    <path d="M16 14.5c-4 0-6.5-.8-6.5-4.5M16 14.5c4 0 6.5-.8 6.5-4.5" />
  </g>
</svg>`;

const check = svg`<path d="M3.5 8.5l3 3 6-7" />`;
const cross = svg`<path d="M4.5 4.5l7 7M11.500 4.500l-7 7" />`;
const bang = svg`<path d="M8 3.500v5.500M8 12.300v.2" />`;
const dot = svg`<circle cx="8" cy="8" r="2.600" fill="currentColor" stroke="none" />`;

function icon(shape: TemplateResult | ReturnType<typeof svg>, name: string): TemplateResult {
  return html`<svg class="icon ${name}" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor"
    stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shape}</svg>`;
}

/** Shape as well as colour tells the state. */
export function statusIcon(status: RunStatus | StageStatus): TemplateResult {
  switch (status) {
    case 'promoted':
    case 'done':
      return icon(check, 'check');
    case 'rejected':
      return icon(cross, 'cross');
    case 'failed':
      return icon(bang, 'bang');
    case 'running':
      return icon(dot, 'pulse');
    case 'waiting':
      return icon(dot, 'faint');
  }
}

export function badge(status: RunStatus): TemplateResult {
  return html`<span class="badge ${status}">${statusIcon(status)}${status}</span>`;
}
