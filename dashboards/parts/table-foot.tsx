/** How many rows of a table are shown, and the way to all of them; nothing when all are. */
import { count } from '../format.ts'
import { words } from '../words.ts'

interface TableFootProps {
  readonly shown: number
  readonly total: number
  readonly onAll: () => void
}

export function TableFoot({ shown, total, onAll }: TableFootProps) {
  if (shown >= total) return null
  return (
    <p class="table-foot">
      {count(shown)} {words('ofTotal')} {count(total)}
      <button type="button" class="button" onClick={onAll}>
        {words('showAll')}
      </button>
    </p>
  )
}
