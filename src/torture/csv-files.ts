/** Damaged CSV files: five encodings, four delimiters, every kind of broken quote. */
import type { Random } from '../util/random.ts'
import {
  blot,
  cut,
  type Damage,
  damaged,
  flipBits,
  insert,
  mixLineEnds,
  noise,
  nothing,
  remove,
  repeat,
  type TorturedFile,
} from './damage.ts'
import { encoded, type TortureEncoding } from './encode.ts'
import { type Alphabet, COLUMNS, records } from './records.ts'

const WAYS: readonly Damage[] = [
  insert('"', '""', '"",""', ',"', '",', "'"),
  insert('\0', '\0\0\0\0', '\r', '\n', '\r\n\r\n', ',', ',,,', ';', '\t', '\x1a', '\x0b'),
  insert(
    Buffer.from([0xff]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xc0, 0x80]),
    Buffer.from([0xf5, 0x90]),
  ),
  insert(
    Buffer.from([0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7]),
    Buffer.from('Müller', 'latin1'),
    Buffer.from('王', 'utf16le'),
  ),
  insert(Buffer.from('\ufeff'), '=1+1', '@SUM(A1)', '1e400', 'x'.repeat(3000), `"${'y\n'.repeat(500)}`),
  insert(`${'['.repeat(50_000)}${']'.repeat(50_000)}`),
  mixLineEnds,
  flipBits,
  cut,
  remove,
  repeat,
  blot,
]

/** File number `i`. */
export function csvFile(r: Random, i: number): TorturedFile {
  const name = `csv-${String(i).padStart(4, '0')}`
  const [encoding, alphabet] = r.weighted(
    [
      ['utf-8', 'all'],
      ['utf-8-bom', 'all'],
      ['gb18030', 'chinese'],
      ['utf-16le', 'all'],
      ['utf-16be', 'all'],
      ['utf-16le-bom', 'all'],
      ['windows-1252', 'latin'],
      ['utf-8', 'ascii'],
    ] as readonly (readonly [TortureEncoding, Alphabet])[],
    [40, 6, 14, 4, 3, 3, 8, 22],
  )
  const delimiter = r.weighted([',', ';', '\t', '|'], [70, 12, 12, 6])
  const end = r.weighted(['\n', '\r\n', '\r'], [60, 35, 5])
  const rows = records(r, name, r.weighted([0, 1, r.int(2, 60), r.int(60, 400)], [2, 3, 60, 35]), alphabet)
  const always = r.chance(0.3)
  const field = (text: string) =>
    always || /["\r\n;,|\t]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  const lines = [COLUMNS, ...rows].map((row) => row.map(field).join(delimiter))
  const whole = encoded(lines.join(end) + (r.chance(0.8) ? end : ''), encoding)
  const head = encoded(lines[0] + end, encoding).length
  const from = r.chance(0.06) ? 0 : head
  const bytes = r.weighted(
    [
      () => damaged(whole, r, WAYS, from),
      () => nothing(whole, r, from),
      () => noise(whole, r, from),
      () => Buffer.alloc(0),
    ],
    [88, 8, 2, 2],
  )()
  return { name: `${name}.csv`, bytes }
}
