import type { Point } from '../api';

/**
 * Exponential moving average with the bias correction of Adam (Kingma and Ba 2015, §3), so that the first values
 * are not pulled towards zero.
 */
export function smooth(points: Point[], keep = 0.88): Point[] {
  let sum = 0;
  let weight = 0;
  return points.map((point) => {
    sum = keep * sum + (1 - keep) * point.value;
    weight = keep * weight + (1 - keep);
    return { done: point.done, value: sum / weight };
  });
}
