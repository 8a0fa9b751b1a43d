/** The middle value, or the mean of the two middle ones. @throws RangeError of no values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values have no median');
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted.length >> 1;
  const high = sorted[upper] ?? NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[upper - 1] ?? NaN) + high) / 2;
}

/** The least value that so many percent do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) throw new RangeError('no values have no percentile');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? NaN;
}

/** 95 % quantiles of Student's t for 1, 2, ... degrees of freedom. */
const T95 = [
  6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753,
  1.746, 1.74, 1.734, 1.729, 1.725,
];
const NORMAL95 = 1.645;

/**
 * The 90 % interval of ratios of pairs: Student's t on their logarithms, so that twice as fast and half as fast are
 * equally far from 1. A single pair tells nothing about its spread: its interval is the ratio itself.
 * @param ratios above 0.
 */
export function interval90(ratios: readonly number[]): [low: number, high: number] {
  if (ratios.length === 0 || ratios.some((ratio) => !(ratio > 0))) {
    throw new RangeError(`an interval needs ratios above 0, not [${ratios.join(', ')}]`);
  }
  const logs = ratios.map(Math.log);
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
  const freedom = logs.length - 1;
  if (freedom === 0) return [ratios[0] ?? NaN, ratios[0] ?? NaN];
  const variance = logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / freedom;
  const margin = (T95[freedom - 1] ?? NORMAL95) * Math.sqrt(variance / logs.length);
  return [Math.exp(mean - margin), Math.exp(mean + margin)];
}
