import { expect, test } from 'vitest'
import { peel } from '../../src/rings/peel.ts'
import { random } from '../../src/util/random.ts'

interface Rows {
  readonly people: number
  readonly rows: readonly (readonly number[])[]
}

function peeled({ people, rows }: Rows, isTie?: Uint8Array) {
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach((row, i) => {
    offsets[i + 1] = offsets[i] + row.length
  })
  const { ties, size } = peel(offsets, Int32Array.from(rows.flat()), people, isTie)
  return { ties: [...ties], size: [...size] }
}

/** The same by looking at everybody again and again. */
function slowly({ people, rows }: Rows) {
  let left = rows.map((row) => [...row])
  for (let before = -1; before !== left.flat().length; ) {
    before = left.flat().length
    left = left.map((row) => (row.length < 2 ? [] : row))
    const times = (home: number) => left.filter((row) => row.includes(home)).length
    const alone = new Set(Array.from({ length: people }, (_, home) => home).filter((h) => times(h) < 2))
    left = left.map((row) => row.filter((home) => !alone.has(home)))
  }
  return {
    ties: Array.from({ length: people }, (_, home) => left.filter((row) => row.includes(home)).length),
    size: left.map((row) => row.length),
  }
}

test('a circle stays, what hangs on it by one tie goes', () => {
  // 0-1-2 in a circle of three rows, 3 hangs on 0 and 4 on 3, row of 5 alone.
  const rows = { people: 6, rows: [[0, 1], [1, 2], [2, 0], [0, 3], [3, 4], [5]] }
  expect(peeled(rows)).toEqual({ ties: [2, 2, 2, 0, 0, 0], size: [2, 2, 2, 0, 0, 0] })
})

test('entries that are no ties hold nobody', () => {
  const rows = {
    people: 3,
    rows: [
      [0, 1],
      [1, 2],
      [2, 0],
    ],
  }
  expect(peeled(rows, Uint8Array.from([1, 1, 1, 1, 1, 0])).size).toEqual([0, 0, 0])
})

test('what is left is what looking at everybody again and again leaves', () => {
  const draw = random(3)
  for (let round = 0; round < 40; round++) {
    const people = draw.int(3, 14)
    const rows = Array.from({ length: draw.int(2, 14) }, () => [
      ...new Set(Array.from({ length: draw.int(1, 4) }, () => draw.int(0, people - 1))),
    ])
    expect(peeled({ people, rows })).toEqual(slowly({ people, rows }))
  }
})
