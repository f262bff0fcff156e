/** Two records side by side, field by field: what agrees, what differs, and where; nothing about a score. */
import type { ReviewPair } from '../../src/api/schemas/index.ts'
import { say } from '../language.ts'
import { written } from '../terms.ts'
import { words } from '../words.ts'

const SIGN = { same: '=', close: '≈', different: '≠', missing: '·' } as const
const WORD = {
  same: 'agreementSame',
  close: 'agreementClose',
  different: 'agreementDifferent',
  missing: 'agreementMissing',
} as const

/** A text cut where another begins and ends to differ from it: what both begin with, what differs, what both end with. */
export function differing(text: string, other: string): readonly [string, string, string] {
  const [a, b] = [[...text], [...other]]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return [
    a.slice(0, start).join(''),
    a.slice(start, a.length - end).join(''),
    a.slice(a.length - end).join(''),
  ]
}

function Value({ text, other, isMarked }: { text: string | null; other: string | null; isMarked: boolean }) {
  if (text === null) return <span class="muted">{words('agreementMissing')}</span>
  if (!isMarked || other === null) return <>{text}</>
  const [head, middle, tail] = differing(text, other)
  return (
    <>
      {head}
      {middle && <mark>{middle}</mark>}
      {tail}
    </>
  )
}

/** Words that the machine keeps, in the page's language; what people wrote stays. */
const wordOf = (comparison: string, text: string | null) =>
  comparison === 'gender' && text !== null ? written(text) : text

export function Pair({ comparisons }: { comparisons: ReviewPair['comparisons'] }) {
  return (
    <table class="pair">
      <thead>
        <tr>
          <td />
          <th scope="col">{words('recordA')}</th>
          <th scope="col">
            <span class="visually-hidden">{words('agreementSame')}</span>
          </th>
          <th scope="col">{words('recordB')}</th>
        </tr>
      </thead>
      <tbody>
        {comparisons.map(({ comparison, label, left, right, agreement, level }) => {
          const isMarked = agreement === 'close' || agreement === 'different'
          return (
            <tr key={comparison} class={agreement}>
              <th scope="row">{say(label)}</th>
              <td>
                <Value
                  text={wordOf(comparison, left)}
                  other={wordOf(comparison, right)}
                  isMarked={isMarked}
                />
              </td>
              <td class="sign" title={say(level)}>
                <span aria-hidden="true">{SIGN[agreement]}</span>
                <span class="visually-hidden">{words(WORD[agreement])}</span>
                {isMarked && <span class="level">{say(level)}</span>}
              </td>
              <td>
                <Value
                  text={wordOf(comparison, right)}
                  other={wordOf(comparison, left)}
                  isMarked={isMarked}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
