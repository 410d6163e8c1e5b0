import { html, TemplateResult } from 'lit';
import type { Details, RunView } from '../api';
import { command } from '../parts/command';

const KINDS = [
  { name: 'summary', title: 'report' },
  { name: 'report', title: 'report as JSON' },
  { name: 'sidecar', title: 'kept blocks (safetensors)' },
  { name: 'mask', title: 'mask' },
];

/** Versions from before the layers' latencies were kept have none. */
function kinds(details: Details): typeof KINDS {
  return details.exports?.latency ? [...KINDS, { name: 'latency', title: 'latency of every layer' }] : KINDS;
}

/** How to get the file: by the project's client, or by curl with a checked digest. */
export function pullCommands(run: RunView, details?: Details): TemplateResult {
  const name = run.model ?? '';
  const approved = details?.version.aliases.includes('approved') ?? false;
  const ref = approved ? `${name}@approved` : `${name}:${run.version}`;
  const file = `${name}-v${run.version}.onnx`;
  const url = `${window.location.origin}/api/models/${name}/${approved ? 'approved' : run.version}/file`;
  const sha256 = details?.version.model.sha256;
  return html`<section class="card">
    <h2>Pull</h2>
    ${command(`./espalier pull ${ref}`, 'Espalier')}
    ${sha256
      ? command(`curl -fL -o ${file} ${url} \\\n  && echo "${sha256}  ${file}" | sha256sum -c`, 'curl, verified')
      : command(`curl -fL -o ${file} ${url}`, 'curl')}
    ${details?.exports
      ? html`<p class="small">Beside it: ${kinds(details).map((kind, index) => html`${index ? ' · ' : ''}<a href="/api/models/${name}/${run.version}/files/${kind.name}">${kind.title}</a>`)}</p>`
      : ''}
    ${run.status === 'rejected'
      ? html`<p class="faint small">This version missed a gate: it can be pulled by its number, never as <span class="mono">approved</span>.</p>`
      : ''}
  </section>`;
}
