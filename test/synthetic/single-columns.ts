/** How much each raw column alone tells about the truth: AUC of the column as it is, and of its cross-fitted target mean. */
import type { Table } from './read-files.ts'

export interface ColumnAuc {
  readonly column: string
  readonly way: 'mean' | 'most' | 'rows' | 'category'
  readonly auc: number
}

/** Columns that say which claim, policy or party a record is about, and the role it plays there. */
const CLAIM_KEYS = ['claim_no', '报案号', 'subject_no']
const POLICY_KEYS = ['policy_no', '保单号']
const PARTY_KEYS = ['customer_no', '客户号', 'patient_no', '驾驶人编号', 'provider_no', 'contact_no']

/** Area under the curve of scores against 0/1, ties at half. */
export function auc(scores: Float64Array, truth: Uint8Array): number {
  const sorted = scores.slice().sort()
  const bound = (value: number, after: boolean): number => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle] < value || (after && sorted[middle] === value)) low = middle + 1
      else high = middle
    }
    return low
  }
  let rank = 0
  let positives = 0
  for (let i = 0; i < scores.length; i++) {
    if (!truth[i]) continue
    rank += (bound(scores[i], false) + bound(scores[i], true) + 1) / 2
    positives++
  }
  return (rank - (positives * (positives + 1)) / 2) / (positives * (scores.length - positives))
}

const best = (scores: Float64Array, truth: Uint8Array): number => {
  const a = auc(scores, truth)
  return Math.max(a, 1 - a)
}

interface Claims {
  readonly ids: ReadonlyMap<string, number>
  readonly byPolicy: ReadonlyMap<string, number[]>
  readonly byParty: ReadonlyMap<string, number[]>
  readonly truth: Uint8Array
}

function index(tables: readonly Table[], truth: ReadonlyMap<string, boolean>): Claims {
  const table = tables.find((t) => t.name === 'claims') as Table
  const at = (name: string) => table.columns.indexOf(name)
  const ids = new Map<string, number>()
  const byPolicy = new Map<string, number[]>()
  const byParty = new Map<string, number[]>()
  const put = (map: Map<string, number[]>, key: string | undefined, claim: number) => {
    if (!key) return
    const list = map.get(key)
    if (list) list.push(claim)
    else map.set(key, [claim])
  }
  const flags: number[] = []
  const [claimNo, policyNo] = [table.columns.indexOf('claim_no'), at('policy_no')]
  for (const row of table.rows) {
    const id = row[claimNo] ?? ''
    if (!truth.has(id) || ids.has(id)) continue
    const n = ids.size
    ids.set(id, n)
    flags.push(truth.get(id) ? 1 : 0)
    put(byPolicy, row[policyNo], n)
  }
  const parties = tables.find((t) => t.name === 'claim_parties') as Table
  for (const [claim, party] of parties.rows) {
    const n = ids.get(claim ?? '')
    if (n !== undefined) put(byParty, party, n)
  }
  return { ids, byPolicy, byParty, truth: Uint8Array.from(flags) }
}

/** For each record, the claims that it is joined to. */
function joined(table: Table, claims: Claims): (number[] | undefined)[] {
  const key = (names: readonly string[]) =>
    table.columns.findIndex((c) => names.includes(c.replace('\uFEFF', '')))
  const claim = key(CLAIM_KEYS)
  if (claim >= 0 && table.name !== 'contacts')
    return table.rows.map((row) => {
      const n = claims.ids.get(row[claim] ?? '')
      return n === undefined ? undefined : [n]
    })
  const policy = key(POLICY_KEYS)
  if (policy >= 0) return table.rows.map((row) => claims.byPolicy.get(row[policy] ?? ''))
  const party = key(PARTY_KEYS)
  if (party >= 0) return table.rows.map((row) => claims.byParty.get(row[party] ?? ''))
  return []
}

/** The AUC of every column of every table that can be joined to claims, in the better direction. */
export function columnAucs(tables: readonly Table[], truth: ReadonlyMap<string, boolean>): ColumnAuc[] {
  const claims = index(tables, truth)
  const size = claims.truth.length
  const found: ColumnAuc[] = []
  for (const table of tables) {
    const joins = joined(table, claims)
    if (joins.length === 0) continue
    const count = new Float64Array(size)
    for (const list of joins) for (const n of list ?? []) count[n]++
    found.push({ column: `${table.name} (rows)`, way: 'rows', auc: best(count, claims.truth) })
    table.columns.forEach((name, c) => {
      const column = `${table.name}.${name}`
      const numbers = numeric(table, c)
      if (numbers) found.push(...measure(column, numbers, joins, claims))
      found.push({ column, way: 'category', auc: best(targetMean(table, c, joins, claims), claims.truth) })
    })
  }
  return found.sort((a, b) => b.auc - a.auc)
}

/** Numbers, or moments as numbers; undefined when the column holds words. */
function numeric(table: Table, c: number): Float64Array | undefined {
  const values = new Float64Array(table.rows.length)
  let known = 0
  let read = 0
  table.rows.forEach((row, i) => {
    const text = row[c] ?? ''
    const value = /^\d{4}-\d\d-\d\d/.test(text)
      ? Date.parse(text.replace(' ', 'T'))
      : Number(text.replaceAll(',', ''))
    values[i] = text === '' ? Number.NaN : value
    if (text !== '') known++
    if (text !== '' && !Number.isNaN(value)) read++
  })
  return known > 0 && read / known > 0.8 ? values : undefined
}

function measure(
  column: string,
  values: Float64Array,
  joins: readonly (number[] | undefined)[],
  claims: Claims,
): ColumnAuc[] {
  const size = claims.truth.length
  const sum = new Float64Array(size)
  const n = new Float64Array(size)
  const most = new Float64Array(size).fill(Number.NEGATIVE_INFINITY)
  joins.forEach((list, i) => {
    if (Number.isNaN(values[i])) return
    for (const claim of list ?? []) {
      sum[claim] += values[i]
      n[claim]++
      most[claim] = Math.max(most[claim], values[i])
    }
  })
  const mean = sum.map((s, i) => (n[i] > 0 ? s / n[i] : -1e300))
  return [
    { column, way: 'mean', auc: best(mean, claims.truth) },
    { column, way: 'most', auc: best(most, claims.truth) },
  ]
}

const FOLDS = 5
const PRIOR = 10

/** Mean truth of a claim's values, learned from the other folds; where a claim has several, their mean. */
function targetMean(
  table: Table,
  c: number,
  joins: readonly (number[] | undefined)[],
  claims: Claims,
): Float64Array {
  const { truth } = claims
  let rate = 0
  for (const y of truth) rate += y
  rate /= truth.length
  const totals = new Map<string, Float64Array>()
  joins.forEach((list, i) => {
    const value = table.rows[i]?.[c] ?? ''
    if (!list) return
    let total = totals.get(value)
    if (!total) totals.set(value, (total = new Float64Array(2 * FOLDS)))
    for (const claim of list) {
      total[(claim * 7919) % FOLDS] += truth[claim]
      total[FOLDS + ((claim * 7919) % FOLDS)]++
    }
  })
  const sums = new Float64Array(truth.length)
  const counts = new Float64Array(truth.length)
  joins.forEach((list, i) => {
    const total = totals.get(table.rows[i]?.[c] ?? '')
    if (!list || !total) return
    let y = 0
    let n = 0
    for (let f = 0; f < FOLDS; f++) {
      y += total[f]
      n += total[FOLDS + f]
    }
    for (const claim of list) {
      const fold = (claim * 7919) % FOLDS
      const score = (y - total[fold] + PRIOR * rate) / (n - total[FOLDS + fold] + PRIOR)
      sums[claim] += score
      counts[claim]++
    }
  })
  return sums.map((sum, claim) => (counts[claim] > 0 ? sum / counts[claim] : -1))
}
