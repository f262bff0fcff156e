/** Bars that are read from above to below: name, length, value. */
import type { ComponentChildren } from 'preact'

export interface Bar {
  readonly key: string
  readonly name: ComponentChildren
  readonly value: number
  readonly shown: ComponentChildren
  readonly colour?: string
  readonly title?: string
}

/** Share of the longest bar, 0 to 100. */
export function lengthsOf(values: readonly number[]): number[] {
  const longest = Math.max(0, ...values)
  return values.map((value) => (longest > 0 ? (Math.max(0, value) / longest) * 100 : 0))
}

export function Bars({ bars }: { bars: readonly Bar[] }) {
  const lengths = lengthsOf(bars.map((bar) => bar.value))
  return (
    <div class="hbars">
      {bars.map((bar, i) => (
        <div class="hbar" key={bar.key}>
          <div class="name">{bar.name}</div>
          <div class="bar" title={bar.title}>
            <i style={{ width: `${lengths[i]}%`, ...(bar.colour ? { background: bar.colour } : {}) }} />
          </div>
          <div class="value">{bar.shown}</div>
        </div>
      ))}
    </div>
  )
}
