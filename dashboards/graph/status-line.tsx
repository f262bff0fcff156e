/** What is in view and what is not, in figures. */
import { count } from '../format.ts'
import { words } from '../words.ts'
import type { Explorer } from './use-explorer.ts'

export function StatusLine({ explorer, isLayingOut }: { explorer: Explorer; isLayingOut: boolean }) {
  const { visible, graph, total, state, capped } = explorer
  const folded = visible.groups.reduce((sum, group) => sum + group.members.length, 0)
  const left = graph.order - visible.order
  const parts = [
    `${count(visible.order)} ${words('ofTotal')} ${count(total)} ${words('shownOf')}, ${words('byWeight')}`,
    folded > 0 && `${count(folded)} ${words('inGroups')}`,
    left > 0 && `${count(left)} ${words('filteredOut')}`,
    state.selected.length > 1 && `${count(state.selected.length)} ${words('chosenWord')}`,
    (explorer.busy && words('loading')) || (isLayingOut && words('layingOut')),
  ]
  return (
    <p class="count">
      {parts.filter(Boolean).join(' · ')}
      {capped.length > 0 && (
        <>
          <br />
          {words('notFollowed')}:{' '}
          {capped
            .slice(0, 3)
            .map((hub) => `${hub.label} (${count(hub.neighbours)} ${words('neighboursWord')})`)
            .join(', ')}
          {capped.length > 3 && ` +${count(capped.length - 3)}`}
        </>
      )}
    </p>
  )
}
