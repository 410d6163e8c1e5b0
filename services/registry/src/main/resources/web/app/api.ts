/** The registry's JSON; the Java side is `io.espalier.contracts.view`. */

export type RunStatus = 'running' | 'promoted' | 'rejected' | 'failed';
export type StageStatus = 'waiting' | 'running' | 'done' | 'failed';
export type StageName = 'ingest' | 'pruning' | 'finetuning' | 'evaluation' | 'registry';

export interface StageView {
  stage: StageName;
  status: StageStatus;
  attempt: number;
  phase: string;
  done: number;
  total: number;
  metrics: Record<string, number>;
  'started-at'?: string;
  'updated-at'?: string;
  'ended-at'?: string;
}

export interface Gate {
  gate: string;
  limit: number;
  measured: number;
  passed: boolean;
  device?: string;
  source?: 'estimated' | 'measured';
  confidence?: string;
}

export interface DeviceLimit {
  device: string;
  'max-ms': number;
}

export interface Failure {
  stage: StageName;
  code: string;
  message: string;
  meaning: string;
  remedy: string;
}

export interface Plan {
  method: string;
  block: string;
  /** Absent if the budget is in other units. */
  'block-sparsity'?: number;
  /** In words: `block-sparsity 0.5`, `macs 50%`. */
  budget: string;
  device: string;
}

export interface RunView {
  'run-id': string;
  model?: string;
  status: RunStatus;
  stage: StageName;
  'submitted-at': string;
  'updated-at': string;
  'ended-at'?: string;
  plan?: Plan;
  stages: StageView[];
  gates: Gate[];
  version?: number;
  failure?: Failure;
  /** The push had several budgets, and this run is of one of them. */
  sweep?: string;
}

export interface Point {
  done: number;
  value: number;
}

export interface Series {
  stage: StageName;
  metric: string;
  points: Point[];
}

export interface Phase {
  stage: StageName;
  phase: string;
  from: number;
  to: number;
}

export interface Curves {
  series: Series[];
  phases: Phase[];
}

export interface ArtifactRef {
  sha256: string;
  'size-bytes': number;
}

export interface Version {
  name: string;
  version: number;
  'run-id': string;
  verdict: RunStatus;
  'created-at': string;
  aliases: string[];
  model: ArtifactRef;
  accuracy: number;
  'latency-ms': number;
  device: string;
}

export interface Model {
  name: string;
  aliases: Record<string, number>;
  versions: Version[];
}

export interface Latency {
  device: string;
  cycles: number;
  milliseconds: number;
  confidence?: string;
}

export interface Layer {
  name: string;
  operator: string;
  macs: number;
  'dense-cycles': number;
  cycles: number;
  'folds-total': number;
  'folds-skipped': number;
  'block-sparsity': number;
}

export interface Report {
  images: number;
  /** What `accuracy` is: `top-1`, `miou`, `map` or `r2`. */
  metric: string;
  metrics: Record<string, number>;
  'source-accuracy': number;
  'reference-accuracy': number;
  accuracy: number;
  budget: { blocks: number; 'removed-blocks': number; 'target-removed': number };
  'dense-latency': Latency;
  latency: Latency;
  /** On the further devices that the gates name. */
  'other-latencies'?: Latency[];
  'weight-bytes': number;
  'dense-weight-bytes': number;
  'file-size-bytes': number;
  layers: Layer[];
}

/** A layer on a device, as `espalier npu estimate --json` has it; more fields than are shown. */
export interface DeviceLayer {
  name: string;
  operator: string;
  kind: string;
  cycles: number;
  ms: number;
  'bound-by': string;
  'overall-utilisation': number;
  'dram-bytes': number;
  'folds-total': number;
  'folds-skipped': number;
  macs: number;
  'effective-macs': number;
  structural: number;
  exploitable: number;
  imbalance: number;
  microjoules: number;
}

export interface DeviceEstimate {
  device: string;
  source: string;
  confidence: string;
  cycles: number;
  ms: number;
  'dense-ms': number;
  'host-ms': number;
  'bound-by': string;
  utilisation: number;
  microjoules: number;
  layers: DeviceLayer[];
}

/** Every layer on every device, and what ONNX Runtime took on the worker's processor. */
export interface Latencies {
  devices: DeviceEstimate[];
  measured?: { tool: string; threads: number; runs: number; 'warm-up': number; 'median-ms': number; 'p95-ms': number };
}

export interface Measurements {
  measurements: { device: string; 'median-ms': number; 'p95-ms': number; tool: string; 'measured-at': string }[];
  /** With the measurements in the place of estimates. */
  gates: Gate[];
}

export interface Details {
  version: Version;
  gates: Gate[];
  report: Report;
  origin: { source: ArtifactRef; mask: ArtifactRef };
  /** Absent of versions that were made before runs left them. */
  exports?: { sidecar: ArtifactRef; report: ArtifactRef; summary: ArtifactRef; latency?: ArtifactRef };
}

export interface SweepPoint {
  'run-id': string;
  status: RunStatus;
  budget?: string;
  version?: number;
  measured?: { 'block-sparsity': number; accuracy: number; 'latency-ms': number; 'weight-bytes': number };
  'on-front': boolean;
}

/** Runs of one push that differ in nothing but their budgets. */
export interface Sweep {
  sweep: string;
  model?: string;
  metric?: string;
  dense?: { accuracy: number; 'latency-ms': number; 'weight-bytes': number };
  points: SweepPoint[];
}

/** What of a run's spec the pages show. */
export interface Spec {
  gates: Record<string, number | DeviceLimit[]>;
  /** Limits as they were written: a number, or a share such as `50%`. */
  prune: { budget: Record<string, number | string> };
}

/** An error as the registry words it, RFC 9457. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(path, { headers: { Accept: 'application/json' } });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Refused(response.status, problem.code ?? 'INTERNAL', problem.detail ?? response.statusText, problem.remedy ?? '');
  }
  return response.json();
}

export const api = {
  runs: () => get<RunView[]>('/api/runs?limit=100'),
  run: (id: string) => get<RunView>(`/api/runs/${encodeURIComponent(id)}`),
  spec: (id: string) => get<Spec>(`/api/runs/${encodeURIComponent(id)}/spec`),
  curves: (id: string) => get<Curves>(`/api/runs/${encodeURIComponent(id)}/curves`),
  sweep: (id: string) => get<Sweep>(`/api/sweeps/${encodeURIComponent(id)}`),
  models: () => get<Model[]>('/api/models'),
  version: (name: string, version: number) =>
    get<Details>(`/api/models/${encodeURIComponent(name)}/versions/${version}`),
  latencies: (name: string, version: number) =>
    get<Latencies>(`/api/models/${encodeURIComponent(name)}/${version}/files/latency`),
  measurements: (run: string) => get<Measurements>(`/api/measurements/${encodeURIComponent(run)}`),
};
