/** What sources make of a corrected record: the columns of their tables, their checks, and the verdict. */
import type { QuarantineOutcome } from '../../src/api/schemas/index.ts'
import { count } from '../format.ts'
import { say } from '../language.ts'
import { sourceTitle } from '../source-title.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'

interface OutcomesProps {
  readonly of: readonly QuarantineOutcome[]
  /** The answer to what stands in the editor, not to the record as it came. */
  readonly isPreview: boolean
  readonly fault: string | undefined
}

export function Outcomes({ of, isPreview, fault }: OutcomesProps) {
  return (
    <div class="stack-4" aria-live="polite" aria-busy={!isPreview && fault === undefined}>
      {fault && (
        <p class="error-line" role="alert">
          {fault}
        </p>
      )}
      {of.map((outcome) => (
        <Outcome key={outcome.id} of={outcome} isOne={of.length === 1} />
      ))}
    </div>
  )
}

function Outcome({ of, isOne }: { of: QuarantineOutcome; isOne: boolean }) {
  const { fields, checks, known, accepted, rows, into, source } = of
  const failed = checks.filter((check) => check.failed > 0)
  return (
    <section aria-label={source}>
      <p class={accepted ? 'verdict good' : 'verdict bad'}>
        <span aria-hidden="true">{accepted ? '✓' : '✕'}</span> {!isOne && `${sourceTitle(source)} `}
        {words(accepted ? 'acceptsIt' : 'refusesIt')}
        {accepted && (
          <span class="muted">
            {' '}
            · {count(rows)} {words(rows === 1 ? 'rowOf' : 'rowsOf')} <span class="mono">{into}</span> ·{' '}
            {count(checks.length - failed.length)} {words('checksHold')}
          </span>
        )}
      </p>
      {known !== 'no' && <p class="notice">{words(known === 'ignored' ? 'keyIgnored' : 'keyUpdated')}</p>}
      {failed.map((check) => (
        <p key={check.name} class={check.severity === 'warn' ? 'notice' : 'notice warning'}>
          {term(check.severity)}: {say(check.meaning)}
        </p>
      ))}
      <dl class="outcome">
        {fields
          .filter((field) => field.reads.length > 0 || field.fault !== null)
          .map((field) => (
            <div key={field.column} class={field.fault ? 'at-fault' : undefined}>
              <dt title={field.meaning}>
                <span class="mono">{field.column}</span>{' '}
                <span class="muted small">
                  {words('madeFrom')} {field.reads.join(', ')}
                </span>
              </dt>
              <dd>
                {field.fault ? (
                  <span class="warned">✕ {term(field.fault)}</span>
                ) : field.isHidden ? (
                  <span class="muted">•••</span>
                ) : (
                  (field.value ?? <span class="muted">∅</span>)
                )}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}
