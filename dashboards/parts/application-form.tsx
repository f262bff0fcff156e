/** A policy that is applied for: what is declared, and the answer drawn beside it. */
import { useState } from 'preact/hooks'
import type { ApplicationBody, ApplicationScore, ApplicationWords } from '../../src/api/schemas/index.ts'
import { ApiError, post } from '../api/client.ts'
import { Dumbbell } from '../charts/dumbbell.tsx'
import { count, decimal, money, percent } from '../format.ts'
import { say } from '../language.ts'
import { useResource } from '../resource.ts'
import { peerGroupName } from '../shown.ts'
import { term } from '../terms.ts'
import { type Word, words } from '../words.ts'
import { Amount } from './amount.tsx'
import { Badge } from './badge.tsx'
import { Change, CostParts, CostReasons } from './cost.tsx'
import { Caveat, Panel, Stats } from './panel.tsx'

const LINES = ['auto', 'health', 'accident', 'travel', 'group', 'agricultural'] as const

/** Fields whose words the book's models know; anything else would count as unknown. */
type Choice = 'product_type' | 'channel' | 'occupation'

interface Field {
  readonly name: string
  readonly label: Word
  readonly type: 'text' | 'date' | 'number' | Choice
}

const CONTRACT: readonly Field[] = [
  { name: 'policy.inceptionDate', label: 'startDate', type: 'date' },
  { name: 'policy.expiryDate', label: 'endDate', type: 'date' },
  { name: 'policy.premiumAmount', label: 'premium', type: 'number' },
  { name: 'policy.sumInsuredAmount', label: 'sumInsured', type: 'number' },
  { name: 'policy.deductibleAmount', label: 'deductible', type: 'number' },
  { name: 'policy.pastClaims', label: 'pastClaims', type: 'number' },
  { name: 'policy.regionCode', label: 'region', type: 'text' },
  { name: 'policy.channel', label: 'channel', type: 'channel' },
  { name: 'policy.productType', label: 'productType', type: 'product_type' },
]
const APPLICANT: readonly Field[] = [
  { name: 'policy.policyholderId', label: 'knownHolder', type: 'text' },
  { name: 'holder.birthDate', label: 'birthDate', type: 'date' },
  { name: 'holder.licenceDate', label: 'licenceDate', type: 'date' },
  { name: 'holder.occupation', label: 'occupation', type: 'occupation' },
]
const VEHICLE: readonly Field[] = [
  { name: 'object.make', label: 'makeWord', type: 'text' },
  { name: 'object.modelYear', label: 'modelYear', type: 'number' },
  { name: 'object.valueAmount', label: 'objectValue', type: 'number' },
]

/** The request that the fields of the form make; what is empty is left out. */
export function bodyOf(entries: Iterable<readonly [string, string]>): ApplicationBody {
  const parts: Record<string, Record<string, unknown>> = { policy: {}, holder: {}, object: {} }
  const numbers = new Set(
    [...CONTRACT, ...APPLICANT, ...VEHICLE].filter(({ type }) => type === 'number').map(({ name }) => name),
  )
  for (const [name, text] of entries) {
    const [part, key] = name.split('.')
    if (text.trim() === '' || !parts[part]) continue
    parts[part][key] = numbers.has(name) ? Number(text) : text.trim()
  }
  return {
    policy: { line: 'auto', ...parts.policy } as ApplicationBody['policy'],
    ...(Object.keys(parts.holder).length > 0 ? { holder: parts.holder } : {}),
    objects: Object.keys(parts.object).length > 0 ? [parts.object] : [],
  }
}

interface FieldsProps {
  readonly title: string
  readonly fields: readonly Field[]
  readonly choices: ApplicationWords['words']
}

function Fields({ title, fields, choices }: FieldsProps) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {fields.map(({ name, label, type }) => (
        <label class="field" key={name} for={name}>
          {words(label)}
          {type === 'number' ? (
            <input id={name} name={name} type="number" min="0" step="any" />
          ) : type === 'date' ? (
            <input id={name} name={name} type="date" />
          ) : type === 'text' ? (
            <input id={name} name={name} type="text" />
          ) : (
            <select id={name} name={name}>
              <option value="">{words('unknownValue')}</option>
              {(choices[type] ?? []).map((word) => (
                <option key={word} value={word}>
                  {term(word, type)}
                </option>
              ))}
            </select>
          )}
        </label>
      ))}
    </fieldset>
  )
}

export function ApplicationForm() {
  const choices = useResource<ApplicationWords>('/v1/applications/words').data?.words ?? {}
  const [answer, setAnswer] = useState<ApplicationScore>()
  const [fault, setFault] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    setFault(undefined)
    const entries = [...new FormData(event.currentTarget as HTMLFormElement)].map(
      ([name, value]) => [name, String(value)] as const,
    )
    try {
      setAnswer(await post<ApplicationScore>('/v1/applications/score', bodyOf(entries)))
    } catch (error) {
      setFault(error instanceof ApiError ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="application">
      <Panel title={words('applicationTab')} note={words('applicationHint')}>
        <form onSubmit={submit}>
          <fieldset>
            <legend>{words('contract')}</legend>
            <label class="field wide">
              {words('line')}
              <select name="policy.line">
                {LINES.map((line) => (
                  <option key={line} value={line}>
                    {words(line)}
                  </option>
                ))}
              </select>
            </label>
          </fieldset>
          <Fields title="" fields={CONTRACT} choices={choices} />
          <Fields title={words('applicant')} fields={APPLICANT} choices={choices} />
          <Fields title={words('vehicle')} fields={VEHICLE} choices={choices} />
          <button type="submit" class="button primary" disabled={busy}>
            {words(busy ? 'judging' : 'judge')}
          </button>
          {fault && (
            <p class="fault" role="alert">
              {fault}
            </p>
          )}
        </form>
      </Panel>
      <div class="stack-4" aria-live="polite">
        {answer && <Answer of={answer} />}
      </div>
    </div>
  )
}

function Answer({ of }: { of: ApplicationScore }) {
  const { peers } = of
  return (
    <>
      <Panel
        title={
          <>
            {words(of.line)} <Badge of={of.band} />
          </>
        }
        note={say(of.summary)}
      >
        <Stats
          items={[
            { label: words('claimProbability'), value: percent(of.claimProbability), note: words('inTerm') },
            { label: words('expectedCost'), value: <Amount of={of.expectedCost} />, note: words('inTerm') },
            { label: words('premium'), value: <Amount of={of.premiumAmount} /> },
            {
              label: words('indicated'),
              value: <Amount of={of.indicatedPremium} />,
              note: of.indicatedChange === null ? undefined : <Change of={of.indicatedChange} />,
            },
          ]}
        />
      </Panel>
      {peers && (
        <Panel
          title={words('againstPeers')}
          note={`${words('peerGroup')} ${peerGroupName(peers.group ?? of.line)} · ${count(peers.policies)} ${words('policiesCounted')}`}
        >
          <Dumbbell
            label={words('frequencyYear')}
            value={of.frequency}
            peers={peers.frequency}
            show={(value) => decimal(value, 2)}
          />
          <Dumbbell
            label={words('severityAmount')}
            value={of.severityAmount}
            peers={peers.severityAmount}
            show={money}
          />
          <Dumbbell
            label={words('expectedCost')}
            value={of.expectedCost}
            peers={peers.expectedCost}
            show={money}
          />
        </Panel>
      )}
      <CostParts cost={of} />
      <CostReasons cost={of} part="frequency" />
      <CostReasons cost={of} part="severity" />
      <Caveat />
    </>
  )
}
