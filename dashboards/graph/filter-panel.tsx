/** Filters of the explorer: links, roles, amounts, time; and choosing by degree. */
import { useState } from 'preact/hooks'
import { count } from '../format.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { hasFilters } from './state.ts'
import type { Explorer } from './use-explorer.ts'

export function FilterPanel({ explorer }: { explorer: Explorer }) {
  const { state, book, visible } = explorer
  const [least, setLeast] = useState(3)
  const roles = [...new Set(book.nodes.flatMap((one) => one.roles))].sort()
  const hasAmounts = book.nodes.some((one) => one.kind === 'claim' && one.amount !== null)
  const number = (text: string) => (text === '' ? null : Number(text))
  return (
    <div class="filters">
      <Chips
        label={words('linkKinds')}
        names={[...book.links].sort()}
        hidden={state.hiddenLinks}
        onToggle={(name) => explorer.do({ type: 'filter', what: 'hiddenLinks', name })}
      />
      {roles.length > 1 && (
        <Chips
          label={words('roleKinds')}
          names={roles}
          hidden={state.hiddenRoles}
          onToggle={(name) => explorer.do({ type: 'filter', what: 'hiddenRoles', name })}
        />
      )}
      <div class="line">
        {hasAmounts && (
          <fieldset>
            <legend>{words('claimAmounts')}</legend>
            <Bound
              label={words('atLeast')}
              type="number"
              value={state.least === null ? '' : String(state.least)}
              onInput={(text) => explorer.do({ type: 'money', least: number(text) })}
            />
            <Bound
              label={words('atMost')}
              type="number"
              value={state.most === null ? '' : String(state.most)}
              onInput={(text) => explorer.do({ type: 'money', most: number(text) })}
            />
          </fieldset>
        )}
        <fieldset>
          <legend>{words('knownBetween')}</legend>
          <Bound
            label={words('atLeast')}
            type="date"
            value={state.from?.slice(0, 10) ?? ''}
            onInput={(text) => explorer.do({ type: 'time', from: text ? `${text}T00:00:00.000Z` : null })}
          />
          <Bound
            label={words('atMost')}
            type="date"
            value={state.until?.slice(0, 10) ?? ''}
            onInput={(text) => explorer.do({ type: 'time', until: text ? `${text}T23:59:59.999Z` : null })}
          />
        </fieldset>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            explorer.do({ type: 'select', nodes: visible.ids.filter((id) => visible.degree(id) >= least) })
          }}
        >
          <label>
            {words('chooseByDegree')}{' '}
            <input
              type="number"
              min={1}
              max={999}
              value={least}
              onInput={(event) => setLeast(Math.max(1, Number(event.currentTarget.value)))}
            />{' '}
            {words('degreeUnit')}
          </label>
          <button type="submit" class="button">
            {words('chooseWord')}
          </button>
        </form>
        {state.hidden.length > 0 && (
          <button type="button" class="button" onClick={() => explorer.do({ type: 'show' })}>
            {words('showHidden')} ({count(state.hidden.length)})
          </button>
        )}
        {hasFilters(state) && (
          <button type="button" class="button" onClick={() => explorer.do({ type: 'clearFilters' })}>
            {words('clearFilters')}
          </button>
        )}
      </div>
    </div>
  )
}

interface ChipsProps {
  readonly label: string
  readonly names: readonly string[]
  readonly hidden: readonly string[]
  readonly onToggle: (name: string) => void
}

function Chips({ label, names, hidden, onToggle }: ChipsProps) {
  return (
    <fieldset class="line">
      <legend class="head">{label}</legend>
      {names.map((name) => (
        <button
          type="button"
          class="chip"
          key={name}
          aria-pressed={!hidden.includes(name)}
          onClick={() => onToggle(name)}
        >
          {term(name)}
        </button>
      ))}
    </fieldset>
  )
}

interface BoundProps {
  readonly label: string
  readonly type: 'number' | 'date'
  readonly value: string
  readonly onInput: (text: string) => void
}

function Bound({ label, type, value, onInput }: BoundProps) {
  return (
    <label>
      {label} <input type={type} value={value} onChange={(event) => onInput(event.currentTarget.value)} />
    </label>
  )
}
