/** Damaged JSON documents and JSON lines. */
import type { Random } from '../util/random.ts'
import {
  blot,
  cut,
  type Damage,
  damaged,
  flipBits,
  insert,
  remove,
  repeat,
  type TorturedFile,
} from './damage.ts'
import { COLUMNS, records } from './records.ts'

const DEEP = `${'['.repeat(50_000)}${']'.repeat(50_000)}`

const WAYS: readonly Damage[] = [
  insert('"', '\\', '\\"', '}', '{', ']', '[', ',', ':', '},{', '\n', '\r', '\0', '\\ud800', '\\u0000'),
  insert('1e400', '{"id":1e400}', 'NaN', 'Infinity', '-', '00', '12345678901234567890123'),
  insert(
    Buffer.from([0xff]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from('\ufeff'),
    Buffer.from('王', 'utf16le'),
  ),
  insert(DEEP, '{"a":'.repeat(50_000), `,${DEEP},`),
  flipBits,
  cut,
  remove,
  repeat,
  blot,
]

/** File number `i`: an even one is a document, an odd one has an object a line. */
export function jsonFile(r: Random, i: number): TorturedFile {
  const isLines = i % 2 === 1
  const name = `${isLines ? 'jsonl' : 'json'}-${String(i).padStart(4, '0')}`
  const objects = records(r, name, r.weighted([0, r.int(1, 40), r.int(40, 300)], [3, 60, 37]), 'all').map(
    (row) => {
      const object: Record<string, unknown> = Object.fromEntries(
        COLUMNS.map((column, at) => [column, row[at]]),
      )
      if (r.chance(0.3)) object.more = { list: [1, [2, { deep: 'x' }]], text: 'a } { "' }
      return object
    },
  )
  const indent = r.chance(0.4) ? 2 : 0
  const text = isLines
    ? objects.map((object) => `${JSON.stringify(object)}\n`).join('')
    : r.chance(0.3)
      ? JSON.stringify({ total: objects.length, data: { items: objects }, next: null }, null, indent)
      : JSON.stringify(objects, null, indent)
  const whole = Buffer.from(text)
  return {
    name: `${name}.${isLines ? 'jsonl' : 'json'}`,
    bytes: r.chance(0.08) ? whole : damaged(whole, r, WAYS),
  }
}
