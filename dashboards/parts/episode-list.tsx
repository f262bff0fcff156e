/** Episodes in which series left their limits, those that last first, then the farthest out. */
import type { Warning } from '../../src/api/schemas/index.ts'
import { Spark } from '../charts/spark.tsx'
import { say } from '../language.ts'
import { setQuery } from '../router.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { Badge } from './badge.tsx'
import { seriesName, shownOf } from './series-name.ts'

/** How an episode is found in the address. */
export const isPicked = (warning: Warning, query: URLSearchParams) =>
  warning.signal === query.get('signal') &&
  warning.series === (query.get('series') ?? warning.series) &&
  warning.started === (query.get('started') ?? warning.started)

/** Those that last first, then those that began last, the farthest out before the others of the same day. */
export const ranked = (warnings: readonly Warning[]): Warning[] =>
  [...warnings].sort(
    (a, b) =>
      Number(a.ended !== null) - Number(b.ended !== null) ||
      (a.last < b.last ? 1 : a.last > b.last ? -1 : 0) ||
      Math.abs(b.z) - Math.abs(a.z),
  )

export function EpisodeList({
  warnings,
  picked,
}: {
  warnings: readonly Warning[]
  picked: Warning | undefined
}) {
  return (
    <div class="episodes">
      {warnings.map((warning) => {
        const shown = shownOf(warning.unit)
        return (
          <button
            type="button"
            class="episode"
            key={`${warning.signal} ${warning.series} ${warning.started}`}
            aria-pressed={warning === picked}
            onClick={() =>
              setQuery({ signal: warning.signal, series: warning.series, started: warning.started })
            }
          >
            <span class="title">
              {say(warning.title)}
              {warning.series !== 'all' && `: ${seriesName(warning.series)}`}
            </span>
            <span class="figures">
              <b>{shown(warning.observedTotal)}</b> {words('expected')} {shown(warning.expectedTotal)}
            </span>
            <span class="when">
              {warning.severity && <Badge of={warning.severity} />}
              {warning.ended === null ? (
                <span class="lasts">
                  {warning.since} → {words('lasts')}
                </span>
              ) : (
                <span>
                  {warning.since} → {warning.last}
                </span>
              )}
            </span>
            <Spark
              points={warning.spark.map((point) => ({ ...point, lower: null, upper: null }))}
              label={`${term(warning.direction)}, ${warning.since}`}
              marked={[warning.period]}
              height={46}
            />
          </button>
        )
      })}
    </div>
  )
}
