const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function count(value: number): string {
  return whole.format(value);
}

/** A fraction in [0, 1] as per cent. */
export function percent(fraction: number, digits = 1): string {
  return `${(fraction * 100).toFixed(digits)} %`;
}

export function milliseconds(value: number): string {
  return `${value.toPrecision(3)} ms`;
}

export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  return value < 1e6 ? `${(value / 1e3).toFixed(0)} kB` : `${(value / 1e6).toFixed(2)} MB`;
}

/** A number of any size in few characters. */
export function compact(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e6)) return value.toExponential(2);
  return size >= 100 ? count(value) : String(Number(value.toPrecision(3)));
}

export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

export function secondsBetween(from: string, to?: string): number {
  return ((to ? Date.parse(to) : Date.now()) - Date.parse(from)) / 1000;
}

export function ago(time: string): string {
  const s = secondsBetween(time);
  if (s < 5) return 'just now';
  if (s < 60) return `${Math.round(s)} s ago`;
  if (s < 3600) return `${Math.round(s / 60)} min ago`;
  if (s < 172_800) return `${Math.round(s / 3600)} h ago`;
  return new Date(time).toLocaleDateString();
}

/** Metrics as the field writes them; a class's own keep their name. */
export function metricTitle(metric: string): string {
  const titles: Record<string, string> = {
    'top-1': 'Top-1 accuracy', 'top-5': 'Top-5 accuracy', miou: 'mIoU', 'pixel-accuracy': 'Pixel accuracy',
    map: 'mAP 0.50:0.95', 'map-50': 'mAP 0.50', 'map-75': 'mAP 0.75', r2: 'R² to the source',
    'top-1-agreement': 'Top-1 agreement',
  };
  return titles[metric] ?? metric.replace(/^iou\//, 'IoU ').replace(/^ap\//, 'AP ');
}

/** How a gate's numbers read: the unit is in the gate's name. */
export function gateValue(gate: string, value: number): string {
  switch (gate) {
    case 'budget':
      return `${count(value)} blocks`;
    case 'max-accuracy-drop':
      return `${(value * 100).toFixed(2)} points`;
    case 'min-accuracy':
      return percent(value, 2);
    case 'max-latency-ms':
    case 'budget-latency-ms':
      return milliseconds(value);
    case 'max-weight-bytes':
    case 'budget-weight-bytes':
      return bytes(value);
    case 'budget-parameters':
    case 'budget-macs':
    case 'budget-npu-cycles':
      return count(Math.floor(value));
    default:
      return compact(value);
  }
}
