/** What a column holds in one load, as bars, beside what it held before, as ticks. */
import { percent } from '../format.ts'
import { words } from '../words.ts'

export interface Bin {
  readonly bin: string
  readonly share: number
  readonly before: number | null
}

const DEFAULTS = { most: 10 } as const

/** The bins that are shown, in their own order, and what the rest adds up to; those that moved most are never left out. */
export function shownBins(
  bins: readonly Bin[],
  most: number = DEFAULTS.most,
): { shown: Bin[]; rest: Bin | null } {
  if (bins.length <= most) return { shown: [...bins], rest: null }
  const weight = ({ share, before }: Bin) =>
    Math.max(share, before ?? 0) + 2 * Math.abs(share - (before ?? share))
  const chosen = new Set([...bins].sort((a, b) => weight(b) - weight(a)).slice(0, most - 1))
  const left = bins.filter((bin) => !chosen.has(bin))
  const sum = (pick: (bin: Bin) => number) => left.reduce((total, bin) => total + pick(bin), 0)
  const hasBefore = bins.some((bin) => bin.before !== null)
  return {
    shown: bins.filter((bin) => chosen.has(bin)),
    rest: { bin: '…', share: sum((b) => b.share), before: hasBefore ? sum((b) => b.before ?? 0) : null },
  }
}

export function DriftBars({ bins, label }: { bins: readonly Bin[]; label: string }) {
  const { shown, rest } = shownBins(bins)
  const all = rest ? [...shown, rest] : shown
  const longest = Math.max(0.01, ...all.map(({ share, before }) => Math.max(share, before ?? 0)))
  return (
    <dl class="drift" aria-label={label}>
      {all.map(({ bin, share, before }) => (
        <div
          key={bin}
          title={`${bin}: ${percent(share)}${before === null ? '' : `, ${words('before')} ${percent(before)}`}`}
        >
          <dt>{bin === '' ? '∅' : bin}</dt>
          <dd>
            <span class="bar">
              <i style={{ width: `${(100 * share) / longest}%` }} />
              {before !== null && <b style={{ left: `${(100 * before) / longest}%` }} />}
            </span>
            <span class="value">
              {percent(share)}
              {before !== null && <span class="muted"> {percent(before)}</span>}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
