import type { StageName, StageView } from '../api';

export const STAGE_TITLES: Record<StageName, string> = {
  ingest: 'Ingest',
  pruning: 'Pruning',
  finetuning: 'Fine-tuning',
  evaluation: 'Evaluation',
  registry: 'Registry',
};

/** Fraction done in [0, 1]; 0 while the total is unknown. */
export function fraction(stage: StageView): number {
  if (stage.status === 'done') return 1;
  return stage.total > 0 ? Math.min(1, stage.done / stage.total) : 0;
}

/** Seconds left, from the stage's own pace; undefined until there is one. */
export function secondsLeft(stage: StageView): number | undefined {
  const part = fraction(stage);
  if (stage.status !== 'running' || !stage['started-at'] || !stage['updated-at'] || part < 0.03) return undefined;
  const spent = (Date.parse(stage['updated-at']) - Date.parse(stage['started-at'])) / 1000;
  return spent > 1 ? (spent * (1 - part)) / part : undefined;
}
