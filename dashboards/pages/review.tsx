/** Who is who: pairs judged blind, one at a time, and the line that the verdicts teach. */

import { JudgePairs } from '../parts/judge-pairs.tsx'
import { MatchLine } from '../parts/match-line.tsx'
import { PageHead } from '../parts/panel.tsx'
import { place, setQuery } from '../router.ts'
import { words } from '../words.ts'

export function Review() {
  const isLine = place.value.query.get('tab') === 'line'
  return (
    <>
      <PageHead title={words('reviewPage')} lead={isLine ? undefined : words('reviewLead')}>
        <fieldset class="row switch" aria-label={words('reviewPage')}>
          <button type="button" class="chip" aria-pressed={!isLine} onClick={() => setQuery({ tab: null })}>
            {words('judgeTab')}
          </button>
          <button type="button" class="chip" aria-pressed={isLine} onClick={() => setQuery({ tab: 'line' })}>
            {words('thresholdTab')}
          </button>
        </fieldset>
      </PageHead>
      {isLine ? <MatchLine /> : <JudgePairs />}
    </>
  )
}
