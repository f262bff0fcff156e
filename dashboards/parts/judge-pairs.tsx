/** One pair at a time: judged by what is seen, and only then shown what linkage made of it. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ReviewedPair, ReviewPair, ReviewQueue } from '../../src/api/schemas/index.ts'
import { ApiError, post } from '../api/client.ts'
import { WeightWaterfall } from '../charts/weight-waterfall.tsx'
import { count, decimal, percent } from '../format.ts'
import { say } from '../language.ts'
import { useResource } from '../resource.ts'
import { term } from '../terms.ts'
import { words } from '../words.ts'
import { Pair } from './pair.tsx'
import { Panel } from './panel.tsx'
import { Await, Empty } from './states.tsx'

type Verdict = ReviewedPair['verdict']
const CHOICES = [
  ['same', 'samePerson2', 's'],
  ['different', 'differentPerson', 'd'],
  ['cannot_tell', 'unsure', 'u'],
] as const

export function JudgePairs() {
  const queue = useResource<ReviewQueue>('/v1/reviews?limit=20')
  return (
    <Await of={queue} lines={10}>
      {(data) => <Queue key={data.items[0]?.reviewId ?? 'none'} data={data} renew={queue.reload} />}
    </Await>
  )
}

function Queue({ data, renew }: { data: ReviewQueue; renew: () => void }) {
  const [at, setAt] = useState(0)
  const [answer, setAnswer] = useState<ReviewedPair>()
  const [judged, setJudged] = useState<readonly number[]>([])
  const [fault, setFault] = useState<string>()
  const busy = useRef(false)
  const pair = data.items[at]
  const judge = async (verdict: Verdict) => {
    if (!pair || answer || busy.current) return
    busy.current = true
    try {
      const path = `/v1/reviews/${encodeURIComponent(pair.reviewId)}/verdict`
      setAnswer(await post<ReviewedPair>(path, { verdict }))
      setJudged((old) => [...old, performance.now()])
      setFault(undefined)
    } catch (error) {
      setFault(error instanceof ApiError ? error.message : String(error))
    } finally {
      busy.current = false
    }
  }
  const next = () => {
    if (!answer) return
    setAnswer(undefined)
    if (at + 1 < data.items.length) setAt(at + 1)
    else renew()
  }
  // Before the pair is painted: who sees it can judge it by keyboard.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if ((event.target as Element).closest('input, textarea, select, a, button')) return
      const choice = CHOICES.find(([, , key]) => key === event.key)
      if (choice) judge(choice[0])
      else if (event.key === 'n' || event.key === 'Enter') next()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })
  if (data.total === 0) return <Empty>{words('noPairs')}</Empty>
  if (!pair) return <Empty>{words('allJudged')}</Empty>
  const done = data.judged + judged.length
  return (
    <div class="stack-4 judge">
      <Progress done={done} total={data.total} moments={judged} />
      <Panel title={`${words('pairWord')} ${count(at + data.judged + 1)}`} note={term(pair.partyType)}>
        <Pair comparisons={pair.comparisons} />
        {fault && (
          <p class="error-line" role="alert">
            {fault}
          </p>
        )}
        {!answer && (
          <div class="verdicts">
            {CHOICES.map(([verdict, word, key]) => (
              <button type="button" class="button" key={verdict} onClick={() => judge(verdict)}>
                {words(word)} <kbd class="kbd">{key}</kbd>
              </button>
            ))}
          </div>
        )}
      </Panel>
      {answer && <Answer answer={answer} pair={pair} next={next} />}
    </div>
  )
}

interface ProgressProps {
  readonly done: number
  readonly total: number
  /** When each verdict of this sitting was given, ms. */
  readonly moments: readonly number[]
}

/** Verdicts a minute over the last ten; undefined before the second. */
export function rateOf(moments: readonly number[]): number | undefined {
  const last = moments.slice(-10)
  if (last.length < 2) return undefined
  return (60_000 * (last.length - 1)) / Math.max(1, last[last.length - 1] - last[0])
}

function Progress({ done, total, moments }: ProgressProps) {
  const rate = rateOf(moments)
  return (
    <div class="progress-line">
      <progress max={total} value={done} aria-label={words('verdictsGiven')} />
      <span class="muted small">
        {count(done)} {words('judgedOf')} {count(total)}
        {rate !== undefined && ` · ${decimal(rate, rate < 10 ? 1 : 0)} ${words('aMinute')}`}
      </span>
    </div>
  )
}

function Answer({ answer, pair, next }: { answer: ReviewedPair; pair: ReviewPair; next: () => void }) {
  const labels = new Map(pair.comparisons.map(({ comparison, label }) => [comparison, say(label)]))
  const levels = new Map(pair.comparisons.map(({ comparison, level }) => [comparison, say(level)]))
  const choice = CHOICES.find(([verdict]) => verdict === answer.verdict)
  return (
    <Panel
      title={words('whatLinkageSaid')}
      note={words('whatLinkageSaidNote')}
      action={
        <button type="button" class="button primary" onClick={next}>
          {words('nextPair')} <kbd class="kbd">n</kbd>
        </button>
      }
    >
      <p class="row" role="status">
        <span class="chip">
          {words('yourVerdict')}: {choice && words(choice[1])}
        </span>
        <span class="chip">{words(answer.isLinked ? 'linkedYes' : 'linkedNo')}</span>
        <span class="muted">
          {words('matchProbability')} {percent(answer.matchProbability)}
        </span>
        {[answer.left, answer.right].map((side) => (
          <a class="underlined" key={side.partyId} href={`/parties/${encodeURIComponent(side.partyId)}`}>
            {side.name ?? side.partyId}
          </a>
        ))}
      </p>
      <WeightWaterfall
        steps={answer.waterfall.map((step) => ({
          ...step,
          level: levels.get(step.comparison) ?? term(step.level),
        }))}
        nameOf={(comparison) => labels.get(comparison) ?? term(comparison)}
      />
    </Panel>
  )
}
