/** Which chains are told. */
import { expect, test } from 'vitest'
import { tellingChains } from '../../src/api/queries/telling-chains.ts'

const chain = (nodes: string, strength: number) => ({ nodes: nodes.split(' '), strength })

test('short and strong chains come first, those through mostly the same nodes once, and no more than can be read', () => {
  const long = chain('a p1 p2 p3 p4 p5 p6 z', 0.9)
  const alike = chain('b p1 p2 p3 p4 p5 p6 z', 0.8)
  const short = chain('a m z', 0.3)
  const other = chain('a k l z', 0.4)
  const weak = chain('a w x y z', 0.01)
  expect(tellingChains([long, alike, weak, other, short], 3)).toEqual([short, other, long])
  expect(tellingChains([alike, long], 3)).toEqual([long])
  expect(tellingChains([], 3)).toEqual([])
})

test('two direct ties are two chains', () => {
  const ties = [chain('a z', 0.2), chain('b y', 0.1)]
  expect(tellingChains(ties, 3)).toEqual(ties)
})
