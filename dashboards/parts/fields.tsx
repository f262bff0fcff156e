/** Filters that live in the address, so that a view can be sent to a colleague. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { place, setQuery } from '../router.ts'
import { words } from '../words.ts'

interface SelectProps {
  /** Key in the query. */
  readonly name: string
  readonly label: string
  readonly options: readonly (readonly [value: string, label: string])[]
  /** Value that stands for no choice. */
  readonly fallback?: string
  /** Leaves out the choice `any`. */
  readonly required?: boolean
}

export function QuerySelect({ name, label, options, fallback = '', required = false }: SelectProps) {
  const value = place.value.query.get(name) ?? fallback
  return (
    <label class="field">
      {label}
      <select
        aria-label={label}
        value={value}
        onChange={(event) => {
          const next = event.currentTarget.value
          setQuery({ [name]: next === fallback ? null : next })
        }}
      >
        {!required && <option value="">{words('any')}</option>}
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Searches a moment after the last key. */
export function QuerySearch({ name = 'q', label }: { name?: string; label?: string }) {
  const asked = place.value.query.get(name) ?? ''
  const [text, setText] = useState(asked)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setText(asked), [asked])
  return (
    <label class="field wide">
      {label ?? words('search')}
      <input
        type="search"
        value={text}
        onInput={(event) => {
          const next = event.currentTarget.value
          setText(next)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => setQuery({ [name]: next.trim() }), 300)
        }}
      />
    </label>
  )
}
