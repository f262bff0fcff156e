/** The records that tortured files are made of, and the sources that read them. */
import { absent, expression, type Format, required, type Source, source } from '../source.ts'
import type { Random } from '../util/random.ts'

export const COLUMNS = ['id', 'claim', 'payee', 'amount', 'paid'] as const
/** Texts of one record, in the order of the columns. */
export type TortureRecord = readonly [id: string, claim: string, payee: string, amount: string, paid: string]

const ASCII = [
  'Ann Lee',
  'O"Neil',
  'Smith, John',
  'two\nlines',
  "L'Oreal",
  ' padded ',
  '',
  '5" pipe',
  'a;b|c\td',
]
const CHINESE = ['王小明', '平安保险公司', '歐陽娜', '张三,李四']
const LATIN = ['André Müller', 'Señor Núñez', 'Zoë Brontë', 'Åse Øst']
const ODD = ['=cmd|"/C calc"!A0', '1e400', 'NaN', '\u200b', '𠀀😀', '\ufeff', 'null']

/** Alphabets that payees are taken from. */
export type Alphabet = 'ascii' | 'chinese' | 'latin' | 'all'

/** `n` records whose ids no other file has. */
export function records(r: Random, file: string, n: number, alphabet: Alphabet): TortureRecord[] {
  const payees = {
    ascii: ASCII,
    chinese: [...CHINESE, ...ASCII],
    latin: [...LATIN, ...LATIN, ...ASCII],
    all: [...ASCII, ...CHINESE, ...LATIN, ...ODD],
  }[alphabet]
  return Array.from({ length: n }, (_, i) => {
    const day = `2024-0${r.int(1, 9)}-1${r.int(0, 9)}`
    const amount = r.chance(0.02) ? r.pick(['1e400', 'much', '-', '']) : `${r.int(1, 9999)}.${r.int(10, 99)}`
    return [`${file}-${i}`, `C${r.int(1, 999)}`, r.pick(payees), amount, day]
  })
}

const text = (name: string) => expression([name], `nullif(trim("${name}"), '')`)
const day = expression(['paid'], `try_cast("paid" as date)`, 'invalid_date')

/** A source of payments in one format; everything unusable is set aside, nothing stops it. */
export const tortureSource = (format: Format): Source =>
  source({
    name: `torture/${format}`,
    into: 'core.payment',
    title: { en: 'Damaged payments', zh: '受损赔款文件' },
    description: { en: 'payments, damaged on purpose', zh: '故意损坏的赔款文件' },
    publisher: 'claimscope',
    origin: 'internal',
    files: `${format}-*.*`,
    format,
    columns: {
      payment_id: required(text('id')),
      claim_id: required(text('claim')),
      payee_id: text('payee'),
      bank_account: absent,
      amount: required(expression(['amount'], `try_cast("amount" as decimal(14, 2))`, 'invalid_amount')),
      paid_at: required(day),
      event_at: required(day),
      known_at: required(day),
    },
    ignore: [],
    optional: true,
    duplicates: 'ignore',
    tolerance: 1,
    checks: [
      {
        name: 'id',
        severity: 'warn',
        meaning: { en: 'no id', zh: '缺编号' },
        sql: 'select 1 from {rows} where payment_id is null',
      },
    ],
    sample:
      format === 'json' || format === 'jsonl'
        ? `${format === 'json' ? '[' : ''}{"id":"1","claim":"C1","payee":"P","amount":"1","paid":"2024-01-02"}${format === 'json' ? ']' : ''}`
        : `${COLUMNS.join(',')}\n1,C1,P,1,2024-01-02\n`,
  } as Source<'core.payment'>) as Source
