/** Milliseconds of many answers, told by the few numbers that people compare. */
export type Latency = {
  readonly answers: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
};

export function latencyOf(times: readonly number[]): Latency {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { answers: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}
