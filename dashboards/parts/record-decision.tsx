/** Who decided what about a record, and the way to take back what no run has taken up yet. */
import type { QuarantineDetail } from '../../src/api/schemas/index.ts'
import { moment } from '../format.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

export function RecordDecision({ detail: { decisions } }: { detail: QuarantineDetail }) {
  if (decisions.length === 0) return <p class="muted">{words('noDecisions')}</p>
  return (
    <ol class="history">
      {decisions.map((one) => (
        <li key={one.at}>
          <time dateTime={one.at}>{moment(one.at)}</time>
          <span>
            {one.by}: {term(`decision_${one.kind}`)}
            {one.note && <span class="two muted">{one.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}
