/** Checks that sources need again and again, a line each; each is a statement that must return no row. */
import { unknown } from './errors.ts'
import { type CoreTable, tableDef } from './schema/database.ts'
import type { Check } from './source.ts'
import type { Text } from './util/text.ts'

export const DEFAULTS = {
  /** Loads that a new one is held against. */
  formerLoads: 12,
  /** With fewer former loads, `volume` says nothing. */
  leastLoads: 6,
  /** Change of the number of records that is worth a look, as a share, whatever chance says. */
  leastChange: 0.3,
} as const

/**
 * How many spreads (MAD) from the median of 6, 7, ... 12 normal values the next one stays within 99 times of 100: few values
 * know their own spread badly. From 200,000 simulated draws each.
 */
const SPREADS = [12.1, 11.5, 8.8, 8.6, 7.4, 7.2, 6.5] as const

/** What can be said of any check. */
export interface CheckOptions {
  /** Default a word made of the columns and the kind of check; unique within the source. */
  readonly name?: string
  /** Default `warn`. */
  readonly severity?: Check['severity']
  /** What must hold, in words; default a sentence made of the columns. */
  readonly meaning?: Text
}

/** What can be said of a check that looks at rows. */
export interface RowCheckOptions extends CheckOptions {
  /** Share of rows, 0 to 1, that may fail before the check does. Default 0. */
  readonly allow?: number
}

/** A date, a number, or SQL over the row's columns. */
type Bound = number | { readonly sql: string }

const q = (name: string) => `"${name.replaceAll('"', '""')}"`
const words = (columns: readonly string[]) => columns.join(' and ').replaceAll('_', ' ')
/** Columns keep their names in Chinese sentences. */
const listed = (columns: readonly string[]) => columns.join('、')

/** A check that names the rows that fail `fault`, a condition over `r`. */
function rowCheck(
  columns: readonly string[],
  kind: string,
  meaning: Text,
  fault: string,
  { name, severity = 'warn', meaning: said, allow = 0 }: RowCheckOptions,
  more: Pick<Check, 'part' | 'when'> = {},
): Check {
  // Rows at fault are shown by the key of their table; those to be set aside are named by their record.
  const shown = [severity === 'quarantine' ? '_offset' : '{key}', ...columns.map(q)].join(', ')
  const failing = `select ${shown} from {rows} as r where ${fault}`
  return {
    name: name ?? `${columns.join('_')}_${kind}`,
    severity,
    meaning: said ?? meaning,
    sql: allow > 0 ? few(failing, allow) : failing,
    ...more,
  }
}

/** The same rows, none while they are a small share of all. */
function few(failing: string, allow: number): string {
  return `with failing as (${failing}) select * from failing where (select count(*) from failing) > ${allow} * (select count(*) from {rows})`
}

/** No two rows of a file have the same value in these columns together; rows without a value are left alone. */
export function unique(columns: string | readonly string[], options: CheckOptions = {}): Check {
  const list = typeof columns === 'string' ? [columns] : columns
  const { severity = 'warn' } = options
  const cells = list.map(q).join(', ')
  const has = list.map((column) => `${q(column)} is not null`).join(' and ')
  const shown = severity === 'quarantine' ? `_offset, ${cells}` : cells
  const first = severity === 'quarantine' ? '_offset' : '1'
  return {
    name: options.name ?? `${list.join('_')}_unique`,
    severity,
    meaning: options.meaning ?? {
      en: `${words(list)} ${list.length > 1 ? 'together are' : 'is'} never the same in two rows`,
      zh: `${listed(list)}${list.length > 1 ? '合起来' : ''}在任何两行中不重复`,
    },
    sql: `select ${shown} from {rows} where ${has} qualify row_number() over (partition by ${cells} order by ${first}) > 1`,
    part: 'uniqueness',
  }
}

/**
 * The value is there in another table, in the column of the same name, else in its key, loaded before or in the same run, whatever the order; rows without a value are left
 * alone. One that sets records aside looks when the rows are staged, so what it refers to must be loaded before.
 */
export function reference(
  column: string,
  table: CoreTable,
  options: RowCheckOptions & { readonly references?: string } = {},
): Check {
  const { columns, key } = tableDef(table)
  // A column that the other table lacks would be taken for this row's own, and hold always.
  const target = options.references ?? (column in columns ? column : key.length === 1 ? key[0] : '')
  if (!(target in columns)) throw unknown(`column of ${table}`, target, Object.keys(columns))
  return rowCheck(
    [column],
    'known',
    { en: `${words([column])} is in ${table}`, zh: `${column} 存在于 ${table}` },
    `r.${q(column)} is not null and r.${q(column)} not in (select t.${q(target)} from ${table} as t where t.${q(target)} is not null)`,
    options,
    { when: options.severity === 'quarantine' ? 'staged' : 'loaded' },
  )
}

/** The value lies between two bounds, both included. */
export function range(
  column: string,
  bounds: { readonly from?: Bound; readonly to?: Bound },
  options: RowCheckOptions = {},
): Check {
  const { from, to } = bounds
  const text = (bound: Bound) => (typeof bound === 'number' ? String(bound) : `(${bound.sql})`)
  const tests = [
    ...(from === undefined ? [] : [`r.${q(column)} < ${text(from)}`]),
    ...(to === undefined ? [] : [`r.${q(column)} > ${text(to)}`]),
  ]
  const said = (least: string, most: string, and: string) =>
    [
      ...(from === undefined ? [] : [`${least} ${text(from)}`]),
      ...(to === undefined ? [] : [`${most} ${text(to)}`]),
    ].join(and)
  const meaning = {
    en: `${words([column])} is ${said('at least', 'at most', ' and ')}`,
    zh: `${column} ${said('不小于', '不大于', '且')}`,
  }
  return rowCheck([column], 'range', meaning, tests.join(' or ') || 'false', options)
}

/** The text has a form, given as a regular expression (RE2) for the whole of it. */
export function form(column: string, pattern: string, options: RowCheckOptions = {}): Check {
  const test = `not regexp_full_match(r.${q(column)}, '${pattern.replaceAll("'", "''")}')`
  const meaning = { en: `${words([column])} has the form ${pattern}`, zh: `${column} 符合格式 ${pattern}` }
  return rowCheck([column], 'form', meaning, test, options)
}

/** Columns do not go backwards: `order('loss_at', 'reported_at')`. Pairs without both values are left alone. */
export function order(columns: readonly [string, string, ...string[]], options: RowCheckOptions = {}): Check {
  const tests = columns.slice(1).map((column, i) => `r.${q(column)} < r.${q(columns[i])}`)
  return rowCheck(
    columns,
    'order',
    { en: columns.map((c) => words([c])).join(' comes before '), zh: columns.join(' 不晚于 ') },
    tests.join(' or '),
    options,
  )
}

/** At least this share of the rows, 0 to 1, has a value. */
export function filled(column: string, atLeast: number, options: CheckOptions = {}): Check {
  const meaning = {
    en: `at least ${atLeast * 100} % of the rows have ${words([column])}`,
    zh: `至少${atLeast * 100} %的行有 ${column}`,
  }
  return rowCheck([column], 'filled', meaning, `r.${q(column)} is null`, { ...options, allow: 1 - atLeast })
}

/** Rows became known within so many days of what they tell of; the share that did is the timeliness of the load. */
export function prompt(days: number, options: RowCheckOptions = {}): Check {
  return rowCheck(
    ['event_at', 'known_at'],
    'prompt',
    { en: `known within ${days} days`, zh: `${days}天内得知` },
    `r.known_at > r.event_at + interval '${Math.trunc(days)} days'`,
    { ...options, name: options.name ?? 'known_promptly' },
    { part: 'timeliness' },
  )
}

/**
 * The newest row is at most so many days old: when it was loaded (`load`), or beside the newest of all the book's claims,
 * policies and events (`book`), which suits data of the past. Default `load`.
 */
export function fresh(
  days: number,
  options: CheckOptions & { readonly beside?: 'load' | 'book' } = {},
): Check {
  const { beside = 'load' } = options
  const now =
    beside === 'load'
      ? '{loaded_at}'
      : '(select max(known_at) from (select max(known_at) as known_at from core.claim union all select max(known_at) from core.policy union all select max(known_at) from core.claim_event))'
  return {
    name: options.name ?? 'fresh',
    severity: options.severity ?? 'warn',
    meaning: options.meaning ?? {
      en: `the newest row is at most ${days} days older than the ${beside}`,
      zh: `最新一行比${beside === 'load' ? '加载时间' : '账册'}至多早${days}天`,
    },
    // A file of long ago that was loaded beside a newer one is no stale source: the newest row of the source counts.
    sql: `select max(known_at) as newest, date_diff('day', max(known_at), ${now}) as age_days, ${days} as promised_days
      from {table} where source = {source} having max(known_at) < ${now} - interval '${Math.trunc(days)} days'`,
    part: 'timeliness',
    when: 'loaded',
  }
}

/**
 * The number of records is what the loads before have led to expect: within a limit of median and spread (MAD) of their
 * logarithms that one in a hundred ordinary loads passes, and no change below `change`, a share. Says nothing with few loads.
 */
export function volume(options: CheckOptions & { readonly change?: number } = {}): Check {
  const { change = DEFAULTS.leastChange } = options
  return {
    name: options.name ?? 'volume',
    severity: options.severity ?? 'warn',
    meaning: options.meaning ?? {
      en: 'as many records as the loads before lead to expect',
      zh: '记录数与以往加载相符',
    },
    sql: `with former as (
        select ln(1 + b.records) as x from meta.batch as b, meta.batch as own
        where own.batch_id = {batch} and b.source = {source} and (b.loaded_at, b.file) < (own.loaded_at, own.file)
          and b.batch_id in (select batch_id from meta.quality)
        order by b.loaded_at desc, b.file desc limit ${DEFAULTS.formerLoads}),
      middle as (select median(x) as x, count(*) as n from former),
      spread as (select median(abs(former.x - middle.x)) as mad from former, middle)
      select b.file, b.records, round(exp(middle.x) - 1) as usual, middle.n as former_loads
      from meta.batch as b, middle, spread
      where b.batch_id = {batch} and middle.n >= ${DEFAULTS.leastLoads}
        and abs(ln(1 + b.records) - middle.x) > greatest(${-Math.log(1 - change)}, mad * [${SPREADS.join(', ')}][least(middle.n, ${DEFAULTS.formerLoads}) - ${DEFAULTS.leastLoads - 1}])`,
    when: 'loaded',
  }
}

/** The values of no column have drifted from the loads before: see `meta.profile`. */
export function steady(options: CheckOptions & { readonly without?: readonly string[] } = {}): Check {
  const without = (options.without ?? []).map((name) => `'${name.replaceAll("'", "''")}'`).join(', ')
  return {
    name: options.name ?? 'steady',
    severity: options.severity ?? 'warn',
    meaning: options.meaning ?? {
      en: 'no column has drifted from the loads before',
      zh: '各列分布未偏离以往加载',
    },
    sql: `select column_name, round(distance, 3) as distance, round(distance_limit, 3) as distance_limit
      from meta.profile where batch_id = {batch} and is_drifted${without ? ` and column_name not in (${without})` : ''}
      order by distance desc`,
    part: 'stability',
    when: 'loaded',
  }
}
