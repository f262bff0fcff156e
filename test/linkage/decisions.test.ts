import { expect, test } from 'vitest'
import type { LinkageVerdict } from '../../src/linkage/index.ts'
import { decisions } from '../../src/run/link.ts'

const verdict = (pair: string, reviewer: string, said: LinkageVerdict['verdict']): LinkageVerdict => ({
  partyIdL: pair[0],
  partyIdR: pair[1],
  verdict: said,
  reviewer,
  at: '2025-01-01T00:00:00Z',
  snapshot: 's',
  matchWeight: 1,
  stratum: 'near',
  inclusion: 1,
  note: null,
})

test('the majority of the last words decides; the divided and the undecided leave it to the weight', () => {
  expect(
    decisions([
      verdict('ab', 'ann', 'different'),
      verdict('ab', 'ann', 'same'),
      verdict('cd', 'ann', 'same'),
      verdict('cd', 'ben', 'different'),
      verdict('ef', 'ann', 'cannot_tell'),
      verdict('gh', 'ann', 'different'),
      verdict('gh', 'ben', 'same'),
      verdict('gh', 'eve', 'different'),
    ]),
  ).toEqual([
    { party_id_l: 'a', party_id_r: 'b', same: true },
    { party_id_l: 'g', party_id_r: 'h', same: false },
  ])
})
