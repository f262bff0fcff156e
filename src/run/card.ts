/** The card of a model: how it does on rows that nothing was learned from, by line, region and group of people; its use and its limits. */
import type { FeatureMeta } from '../feature.ts'
import { type GroupMeasures, measureGroups, measureRateGroups, shareInterval } from '../monitoring/index.ts'
import { logistic } from '../score.ts'
import { BUILT_IN } from '../thresholds/index.ts'
import { reliability } from '../training/metrics.ts'
import { tenths } from '../training/tariff.ts'
import type { Text } from '../util/text.ts'
import type { RunContext } from './context.ts'
import { divided, type Ground } from './fit.ts'
import { knownOutcomes } from './known.ts'
import type { HeldOut, HeldOutRates } from './learn.ts'

export const DEFAULTS = {
  /** Points of the reliability curve. */
  bins: 10,
  /** First years of the age bands. */
  ages: [0, 25, 35, 45, 55, 65],
} as const

export interface CardGroups {
  readonly name: string
  readonly label: Text
  /** Whether the law or the task sets it apart: such a feature is measured and not used, unless the task says so. */
  readonly isProtected: boolean
  readonly isUsed: boolean
  readonly groups: readonly GroupMeasures[]
}

export interface CardBin {
  readonly rows: number
  readonly expected: number
  readonly observed: number
  readonly low: number
  readonly high: number
}

/** What is written down when a model is trained; the rest of a card stands in the model's file anyway. */
export interface ModelCard {
  readonly title: Text
  readonly entity: string
  readonly objective: string
  /** Rows that nothing was learned from; null where the task holds none back with their scores. */
  readonly heldOut: {
    readonly rows: number
    readonly known: number
    readonly events: number
    /** Years, of counts over exposure. */
    readonly exposure?: number
    readonly from: string
    readonly until: string
  } | null
  readonly dimensions: readonly CardGroups[]
  readonly reliability: readonly CardBin[]
  readonly use: readonly Text[]
  readonly limits: readonly Text[]
}

/** Writes the card of what a task has just learned, from what it held out. */
export async function cardOf(
  context: RunContext,
  ground: Ground,
  {
    heldOut,
    heldOutRates,
  }: { readonly heldOut: HeldOut | undefined; readonly heldOutRates: HeldOutRates | undefined },
  asOf: Date,
): Promise<ModelCard> {
  const { task } = ground
  const found = heldOut
    ? await chancesOf(context, ground, heldOut, asOf)
    : heldOutRates
      ? await ratesOf(context, ground, heldOutRates, asOf)
      : NOTHING_HELD_OUT
  return {
    title: task.title,
    entity: task.entity,
    objective: task.objective,
    ...found,
    use: intendedUse(task.entity),
    limits: limitsOf(ground, found.dimensions),
  }
}

type Measured = Pick<ModelCard, 'heldOut' | 'dimensions' | 'reliability'>

const NOTHING_HELD_OUT: Measured = { heldOut: null, dimensions: [], reliability: [] }

/** First and last day of the rows' moments. */
function periodOf(rows: Int32Array, at: Float64Array, asOf: Date): { from: string; until: string } {
  const moments = Float64Array.from(rows, (row) => at[row]).sort()
  const day = (moment: number | undefined) => new Date(moment ?? asOf.getTime()).toISOString().slice(0, 10)
  return { from: day(moments[0]), until: day(moments.at(-1)) }
}

/** Of yes or no. */
async function chancesOf(
  context: RunContext,
  ground: Ground,
  { rows, logOdds }: HeldOut,
  asOf: Date,
): Promise<Measured> {
  const { featurized, task } = ground
  const known = await knownOutcomes(context.warehouse, task, featurized, asOf)
  const y = Float64Array.from(rows, (row) => known.y[row])
  const probability = logOdds.map(logistic)
  const judged = Int32Array.from(rows.keys()).filter((i) => !Number.isNaN(y[i]))
  const outcomes = Float64Array.from(judged, (i) => y[i])
  const attention = BUILT_IN.set.bands.elevated
  const bins =
    judged.length === 0
      ? []
      : reliability(
          Float64Array.from(judged, (i) => probability[i]),
          outcomes,
          { bins: DEFAULTS.bins },
        )
  return {
    heldOut: {
      rows: rows.length,
      known: judged.length,
      events: outcomes.reduce((a, b) => a + b, 0),
      ...periodOf(rows, featurized.asOf, asOf),
    },
    dimensions: await dimensionsOf(context, ground, rows, (groups) =>
      measureGroups(probability, y, groups, attention),
    ),
    reliability: bins.map((bin) => {
      const { low, high } = shareInterval(Math.round(bin.observed * bin.rows), bin.rows)
      return { ...bin, low, high }
    }),
  }
}

/** Of counts over exposure; what is expected and observed are rates a year. */
async function ratesOf(
  context: RunContext,
  ground: Ground,
  { rows, margin, count, exposure }: HeldOutRates,
  asOf: Date,
): Promise<Measured> {
  const rate = margin.map(Math.exp)
  const expected = rate.map((r, i) => r * exposure[i])
  return {
    heldOut: {
      rows: rows.length,
      known: rows.length,
      events: count.reduce((a, b) => a + b, 0),
      exposure: exposure.reduce((a, b) => a + b, 0),
      ...periodOf(rows, ground.featurized.asOf, asOf),
    },
    dimensions: await dimensionsOf(context, ground, rows, (groups) =>
      measureRateGroups({ rate, count, exposure }, groups),
    ),
    reliability: tenths(expected, count, exposure, { groups: DEFAULTS.bins }).map(
      ({ rows: size, expected: said, observed: { value, low, high } }) => ({
        ...{ rows: size, expected: said, observed: value },
        ...{ low, high },
      }),
    ),
  }
}

async function dimensionsOf(
  context: RunContext,
  ground: Ground,
  rows: Int32Array,
  measured: (groups: readonly (string | null)[]) => readonly GroupMeasures[],
): Promise<CardGroups[]> {
  const { featurized, subjects, task } = ground
  const names = divided(featurized, task)
  const read = new Set([...names.model, ...names.network])
  const measure = (groups: readonly (string | null)[]) => measured(Array.from(rows, (row) => groups[row]))
  const regions = await regionsOf(context, ground)
  const found: CardGroups[] = [
    {
      name: 'line',
      label: { en: 'Line of business', zh: '险种' },
      isProtected: false,
      isUsed: false,
      groups: measure(subjects.lines),
    },
    {
      name: 'region',
      label: { en: 'Region', zh: '地区' },
      isProtected: false,
      isUsed: false,
      groups: measure(regions),
    },
    ...featurized.metas.flatMap((meta, j): CardGroups[] => {
      const name = featurized.matrix.names[j]
      if (!meta.isProtected) return []
      return [
        {
          name,
          label: meta.meaning,
          isProtected: true,
          isUsed: read.has(name),
          groups: measure(Array.from(featurized.matrix.columns[j], (value) => groupOf(meta, value))),
        },
      ]
    }),
  ]
  return found.filter(({ groups }) => groups.length > 1)
}

/** A category by its word, years by their band, yes or no by itself; other numbers have no groups. */
function groupOf({ unit, categories }: FeatureMeta, value: number): string | null {
  if (Number.isNaN(value)) return null
  if (categories) return categories[value - 1] ?? null
  if (unit === '0/1') return value === 1 ? 'yes' : 'no'
  if (unit !== 'years') return null
  const i = DEFAULTS.ages.findLastIndex((from) => value >= from)
  if (i < 0) return null
  const next = DEFAULTS.ages[i + 1]
  return next === undefined
    ? `${DEFAULTS.ages[i]}+`
    : `${String(DEFAULTS.ages[i]).padStart(2, '0')}-${next - 1}`
}

/** Region of each row: of the loss for a claim, of the risk or else of the holder's home for a policy, of the party itself. */
async function regionsOf(
  { warehouse }: RunContext,
  { task, featurized }: Ground,
): Promise<(string | null)[]> {
  const query = {
    claim: 'select claim_id as id, region_code as region from core.claim',
    policy:
      'select p.policy_id as id, coalesce(p.region_code, q.region_code) as region from core.policy p left join core.party q on q.party_id = p.policyholder_id',
    party: 'select party_id as id, region_code as region from core.party',
    provider: 'select party_id as id, region_code as region from core.party',
  }[task.entity]
  const { columns } = await warehouse.columns(query, { id: 'string', region: 'string' })
  const region = new Map(columns.id.map((id, i) => [id, columns.region[i]]))
  return featurized.entityIds.map((id) => region.get(id) ?? null)
}

function intendedUse(entity: string): Text[] {
  const subject = {
    claim: { en: 'claims for an investigator to look at', zh: '供调查员核查的案件' },
    policy: { en: 'policies for an underwriter to review', zh: '供核保员复核的保单' },
  }[entity] ?? { en: 'cases for a person to look at', zh: '供人工核查的对象' }
  return [
    {
      en: `To rank ${subject.en}, each with its reasons; a person decides.`,
      zh: `为${subject.zh}排序并给出理由，由人作决定。`,
    },
    {
      en: 'Not to refuse, delay or reduce a payment or a cover by itself, and not for another book.',
      zh: '不得仅凭本模型拒绝、拖延或削减赔付与承保，也不得用于其他账册。',
    },
  ]
}

function limitsOf({ task }: Ground, dimensions: readonly CardGroups[]): Text[] {
  const small = dimensions.flatMap(({ groups }) => groups.filter(({ isSmall }) => isSmall))
  return [
    ...(task.assumed
      ? [
          {
            en: `Outcomes are known of investigated cases alone; the others count as genuine after ${task.assumed.afterDays} days, at ${task.assumed.weight} of the weight. Fraud that nobody suspected is not in them.`,
            zh: `仅已调查案件有结论；其余案件 ${task.assumed.afterDays} 天后按权重 ${task.assumed.weight} 视为正常。无人怀疑的欺诈未包含在内。`,
          },
          {
            en: 'Probabilities speak of all cases. Among those that were investigated more events come true than expected: they were chosen for a reason.',
            zh: '概率针对全部案件。已调查案件是有理由选出的，因此其实际事件多于预期。',
          },
        ]
      : []),
    ...(task.objective === 'binary'
      ? [
          {
            en: 'Groups are compared on cases with an outcome; who was investigated differs from group to group.',
            zh: '分组比较基于已有结论的案件；各组被调查的机会并不相同。',
          },
        ]
      : [
          {
            en: 'Groups are compared on policies that were held out: observed over expected away from 1 beyond its interval means that one group pays for another.',
            zh: '分组比较基于留出保单：实际与预期之比的区间不含 1，表示一组在为另一组付费。',
          },
        ]),
    ...(small.length > 0
      ? [
          {
            en: `${small.length} groups are small: their figures are wide of the mark by chance alone.`,
            zh: `${small.length} 个分组样本很小，其数字受偶然因素影响很大。`,
          },
        ]
      : []),
    {
      en: 'It has learned from this book up to the end of its training period; what is new since is measured as drift.',
      zh: '模型只学习了训练期截止前的本账册数据；此后的变化以漂移衡量。',
    },
  ]
}
