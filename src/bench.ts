/** The contract of a benchmark: our way and a peer's on the same rows in the same run. */
import { median } from './util/median.ts'

/** One comparison; `ratio` is ours / peer, below 1 is better for times. Without a peer, peer and ratio are null. */
export interface BenchCase {
  readonly case: string
  readonly ours: number
  readonly peer: number | null
  readonly peer_name: string | null
  readonly ratio: number | null
  readonly unit: string
  /** Whatever else was measured or counted. */
  readonly figures?: Readonly<Record<string, number>>
}

export interface BenchResult {
  readonly name: string
  readonly versions: Readonly<Record<string, string>>
  readonly cases: readonly BenchCase[]
}

/** A benchmark. */
export interface Benchmark {
  readonly name: string
  readonly description: string
  readonly run: (report: (what: string) => void) => Promise<BenchResult>
}

/** Median of alternated runs, so that a drift of the machine's speed meets both sides alike. Seconds. */
export async function alternate(
  rounds: number,
  ours: () => Promise<void>,
  peer: () => Promise<void>,
): Promise<{ readonly ours: number; readonly peer: number }> {
  const times: [number[], number[]] = [[], []]
  for (let round = -1; round < rounds; round++)
    for (const [i, work] of [ours, peer].entries()) {
      const began = performance.now()
      await work()
      // The first round warms caches and compilers and does not count.
      if (round >= 0) times[i as 0 | 1].push((performance.now() - began) / 1000)
    }
  return { ours: median(times[0]), peer: median(times[1]) }
}

/** A case from two times. */
export function timed(
  name: string,
  { ours, peer }: { ours: number; peer: number },
  peerName: string,
): BenchCase {
  const round = (x: number) => Number(x.toPrecision(4))
  return {
    case: name,
    ours: round(ours),
    peer: round(peer),
    peer_name: peerName,
    ratio: round(ours / peer),
    unit: 's',
  }
}
