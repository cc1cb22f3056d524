// Numbers and how they are written.
export const median = values => quantile(values, 0.5);

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.ceil(at)] - sorted[low]) * (at - low);
}

/** The median, and the quartiles around it. */
export function spread(values, digits = 1) {
  if (values.length === 0) return '–';
  return `${number(median(values), digits)} (${number(quantile(values, 0.25), digits)}–${number(quantile(values, 0.75), digits)})`;
}

export function number(value, digits = 0) {
  if (value === undefined || !Number.isFinite(value)) return '–';
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function table(head, rows) {
  const line = cells => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
