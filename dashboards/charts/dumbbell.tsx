/** One value beside that of its peers on a common scale. */
import { scaleLinear } from 'd3'
import { words } from '../words.ts'

interface DumbbellProps {
  readonly label: string
  readonly value: number | null
  readonly peers: number | null
  readonly show: (value: number) => string
  /** End of the scale that cannot be passed. */
  readonly most?: number
}

export function Dumbbell({ label, value, peers, show, most = Number.POSITIVE_INFINITY }: DumbbellProps) {
  if (value === null || peers === null)
    return (
      <p class="small muted">
        {label}: {words('unknownValue')}
      </p>
    )
  const top = Math.min(most, Math.max(value, peers) * 1.25 || 1)
  const x = scaleLinear().domain([0, top]).nice(4).range([0, 100])
  const higher = value > peers
  return (
    <div class="dumbbell-row">
      <div class="row" style={{ justifyContent: 'space-between' }}>
        <span>{label}</span>
        <span class="small muted">
          {words('thisPolicy')} <strong>{show(value)}</strong> · {words('peersWord')} {show(peers)}
        </span>
      </div>
      <div class="dumbbell" aria-hidden="true">
        <span class="rail-line" />
        <i
          class="span"
          style={{ left: `${x(Math.min(value, peers))}%`, width: `${Math.abs(x(value) - x(peers))}%` }}
        />
        <i class="peer" style={{ left: `${x(peers)}%` }} />
        <i class={higher ? 'own higher' : 'own'} style={{ left: `${x(value)}%` }} />
        {x.ticks(4).map((tick) => (
          <span key={tick} class="tick" style={{ left: `${x(tick)}%` }}>
            {show(tick)}
          </span>
        ))}
      </div>
    </div>
  )
}
