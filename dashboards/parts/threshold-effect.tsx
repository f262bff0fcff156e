/** What other thresholds would do to the queue: figures by kind, and the alerts that come in and fall out. */
import type { ThresholdTrial } from '../../src/api/schemas/index.ts'
import { count, percent } from '../format.ts'
import { term, titled } from '../terms.ts'
import { words } from '../words.ts'
import { subjectHref } from './alert-panel.tsx'
import { Amount } from './amount.tsx'
import { Badge } from './badge.tsx'
import { Panel } from './panel.tsx'

type Kind = ThresholdTrial['kinds'][number]
type Example = ThresholdTrial['added'][number]

const signed = (n: number, sign: string) => (n === 0 ? '–' : `${sign}${count(n)}`)

export function ThresholdEffect({ trial, isMoved }: { trial: ThresholdTrial; isMoved: boolean }) {
  const total = (pick: (kind: Kind) => number) => trial.kinds.reduce((sum, kind) => sum + pick(kind), 0)
  const most = Math.max(1, ...trial.kinds.flatMap(({ now, tried }) => [now.alerts, tried.alerts]))
  return (
    <>
      <Panel title={words('effectTitle')} note={words(isMoved ? 'effectNote' : 'effectSame')}>
        <table class="effect">
          <caption class="visually-hidden">{words('effectTitle')}</caption>
          <thead>
            <tr>
              <th scope="col">{words('kind')}</th>
              <td class="picture" />
              <th scope="col" class="number">
                {words('limitNowWord')}
              </th>
              <th scope="col" class="number">
                {words('triedWord')}
              </th>
              <th scope="col" class="number">
                {words('comeIn')}
              </th>
              <th scope="col" class="number">
                {words('fallOut')}
              </th>
              <th scope="col" class="number spare">
                {words('changeSeverity')}
              </th>
              <th scope="col" class="number spare">
                {words('lossCovered')}
              </th>
            </tr>
          </thead>
          <tbody>
            {trial.kinds.map((kind) => (
              <tr key={kind.kind}>
                <th scope="row">{term(kind.kind)}</th>
                <td class="picture" aria-hidden="true">
                  <span class="effect-bar">
                    <i class="now" style={{ width: `${(kind.now.alerts / most) * 100}%` }} />
                    <i class="tried" style={{ width: `${(kind.tried.alerts / most) * 100}%` }} />
                  </span>
                </td>
                <td class="number">{count(kind.now.alerts)}</td>
                <td class="number">
                  <b>{count(kind.tried.alerts)}</b>
                </td>
                <td class="number">{signed(kind.added, '+')}</td>
                <td class="number">{signed(kind.dropped, '−')}</td>
                <td class="number spare">{kind.moved === 0 ? '–' : count(kind.moved)}</td>
                <td class="number spare">
                  <Amount of={kind.tried.expectedLossAmount} />
                </td>
              </tr>
            ))}
            <tr class="total">
              <th scope="row">{words('allKinds')}</th>
              <td class="picture" />
              <td class="number">{count(total(({ now }) => now.alerts))}</td>
              <td class="number">
                <b>{count(total(({ tried }) => tried.alerts))}</b>
              </td>
              <td class="number">
                {signed(
                  total(({ added }) => added),
                  '+',
                )}
              </td>
              <td class="number">
                {signed(
                  total(({ dropped }) => dropped),
                  '−',
                )}
              </td>
              <td class="number spare">{count(total(({ moved }) => moved))}</td>
              <td class="number spare">
                <Amount of={total(({ tried }) => tried.expectedLossAmount)} />
              </td>
            </tr>
          </tbody>
        </table>
      </Panel>
      {isMoved && (
        <div class="two-col even">
          <Examples
            title={words('comeIn')}
            none={words('nothingComes')}
            of={trial.added}
            total={total(({ added }) => added)}
          />
          <Examples
            title={words('fallOut')}
            none={words('nothingFalls')}
            of={trial.dropped}
            total={total(({ dropped }) => dropped)}
          />
        </div>
      )}
    </>
  )
}

interface ExamplesProps {
  readonly title: string
  readonly none: string
  readonly of: readonly Example[]
  readonly total: number
}

function Examples({ title, none, of, total }: ExamplesProps) {
  return (
    <Panel title={title} count={total} note={words('byLoss')}>
      {of.length === 0 ? (
        <p class="muted">{none}</p>
      ) : (
        <div class="alert-list">
          {of.map((one) => (
            <a
              class="alert-item"
              href={subjectHref(one.kind, one.subjectId)}
              key={`${one.kind} ${one.subjectId}`}
            >
              <Badge of={one.severity} />
              <span>{titled(one.title)}</span>
              <span class="number">
                <Amount of={one.expectedLossAmount} />
                <span class="sub">{percent(one.probability)}</span>
              </span>
            </a>
          ))}
        </div>
      )}
    </Panel>
  )
}
