/** What two things cost in many rounds, each pair measured back to back. */
export interface Paired {
  /** Cost of each first one and of each second one, in the order of the rounds. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** Second by first, one for each round. */
  readonly ratios: readonly number[];
}

/** A median, and the interval that holds it with 95 % confidence. */
export interface Estimate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Measures two things in turns: first, second, second, first. What drifts (a processor that gets warm, a colleague's
 * build that begins) disturbs both alike, and a disturbance that comes and goes spoils one round of many.
 * @param first does the thing once and gives its cost
 */
export async function inTurns(
  rounds: number,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<Paired> {
  const costs = { first: [] as number[], second: [] as number[], ratios: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const before = await first();
    const inner = [await second(), await second()];
    const after = await first();
    const own = (before + after) / 2;
    const other = sum(inner) / 2;
    costs.first.push(own);
    costs.second.push(other);
    costs.ratios.push(other / own);
  }
  return costs;
}

/** The median of a sample, with the percentile bootstrap interval of 2,000 resamples. @throws Error without any value */
export function estimate(values: readonly number[]): Estimate {
  const medians = Array.from({ length: 2_000 }, () => median(resampled(values))).sort((a, b) => a - b);
  return { median: median(values), low: at(medians, 0.025), high: at(medians, 0.975) };
}

/** “1.012 (1.004–1.019)”. */
export function shown({ median: middle, low, high }: Estimate, digits = 3): string {
  return `${middle.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (at(sorted, 0.5) + at(sorted, 0.5, Math.ceil)) / 2;
}

function resampled(values: readonly number[]): number[] {
  return values.map(() => values[Math.floor(Math.random() * values.length)] ?? Number.NaN);
}

function at(sorted: readonly number[], share: number, round: (index: number) => number = Math.floor): number {
  const value = sorted[round(share * (sorted.length - 1))];
  if (value === undefined) throw new Error('Nothing was measured.');
  return value;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
