/** The frame of every chart: the question it answers, the picture, and the same figures as a table. */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { words } from '../words.ts'

export interface FigureData {
  readonly head: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

interface FigureProps {
  readonly title: string
  readonly note?: ComponentChildren
  readonly data?: FigureData
  readonly children: ComponentChildren
}

export function Figure({ title, note, data, children }: FigureProps) {
  const [asTable, setAsTable] = useState(false)
  return (
    <figure class="chart">
      <figcaption>
        <div>
          <h2>{title}</h2>
          {note && <p class="sub">{note}</p>}
        </div>
        {data && (
          <button type="button" class="toggle" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {words(asTable ? 'showChart' : 'showTable')}
          </button>
        )}
      </figcaption>
      {asTable && data ? <FigureTable title={title} data={data} /> : children}
    </figure>
  )
}

function FigureTable({ title, data }: { title: string; data: FigureData }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section class="scroll" tabIndex={0} aria-label={title}>
      <table>
        <caption class="visually-hidden">{title}</caption>
        <thead>
          <tr>
            {data.head.map((head, i) => (
              <th key={head} scope="col" class={i > 0 ? 'number' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j} class={j > 0 ? 'number' : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Width of an element, followed as it changes. */
export function useWidth<E extends HTMLElement>(fallback = 640) {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(fallback)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => setWidth(Math.max(160, element.clientWidth))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, width }
}
