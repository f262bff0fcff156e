/** `rings`: the rings of a book with their reasons; with `--seeds`, how many of those planted in demo books are found. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { config } from '../../config.ts'
import { UserError } from '../../errors.ts'
import { ORIGIN_WORDS, type RingReport } from '../../rings/index.ts'
import type { Metrics } from '../../run/context.ts'
import type { JudgeReport } from '../../run/judge.ts'
import type { RingJudgement, RingsAbove } from '../../run/judge-rings.ts'
import type { RunResult } from '../../run.ts'
import { snapshots } from '../../warehouse/index.ts'
import { type CommonFlags, common, day, demoFolders, homeOf, whole, withBook } from '../options.ts'
import { type BookRings, labelledShare, readBookRings } from '../ring-list.ts'
import { print, progressLine, textTable } from '../terminal.ts'
import { runFlow } from './run.ts'

interface Flags extends CommonFlags {
  readonly book: string
  readonly data?: string
  readonly asOf?: Date
  readonly seeds?: readonly number[]
  readonly limit: number
}

/** What is judged of one demo book. */
interface SeedReport extends RingJudgement {
  readonly seed: number
  readonly calibration: RingReport['calibration']
  readonly rewired_books: number
  readonly seconds: number
}

function seeds(text: string): readonly number[] {
  const list = text.split(',').map(Number)
  if (list.some((seed) => !Number.isSafeInteger(seed) || seed < 0))
    throw new InvalidArgumentError('whole numbers with commas between them, such as 1,2,3')
  return list
}

export function rings(program: Command): void {
  withBook(common(program.command('rings')))
    .description('list the rings of a book with their reasons; with --seeds, judge them on demo books')
    .option('--data <dir>', 'load these files first; without it the current snapshot is read')
    .option('--as-of <date>', 'the moment to see the book at; default what the book says', day)
    .option('--seeds <list>', 'build a demo book with each seed, find its rings and judge them', seeds)
    .option('--limit <n>', 'rings to list', whole, 20)
    .action(async (flags: Flags) => {
      if (flags.seeds) return judgeSeeds(flags, flags.seeds)
      const result = flags.data ? await runFlow({ ...flags, seed: 1, fresh: false }, 'rings') : undefined
      const opened = await snapshots(homeOf(flags), flags.book).openCurrent()
      try {
        const listed = await readBookRings(opened.warehouse, flags.limit)
        const found = result?.report.rings as RingReport | undefined
        const below = found?.below.slice(0, Math.max(0, flags.limit - listed.rings.length)) ?? []
        const document = {
          book: flags.book,
          snapshot: opened.manifest.id,
          ...listed,
          labelled: await labelledShare(opened.warehouse, listed.rings),
          ...(found && below.length > 0
            ? {
                least_score: found.leastScore,
                below,
                labelled_with_below: await labelledShare(opened.warehouse, [...listed.rings, ...below]),
              }
            : {}),
          ...networkGain((result?.metrics ?? opened.manifest.extra.metrics ?? {}) as Metrics),
          ...(result ? { seconds: result.seconds, report: result.report.rings } : {}),
        }
        print(document, flags.json, () => ringsText(document))
      } finally {
        await opened.warehouse.close()
      }
    })
}

/** What features of the network add to those of claims alone, when the run measured it. */
function networkGain(metrics: Metrics): { readonly network_gain_roc_auc?: Metrics[string] } {
  const gain = metrics.network_gain_roc_auc
  return gain ? { network_gain_roc_auc: gain } : {}
}

/** Builds and judges a demo book a seed, each in a home of its own that goes when it is judged. */
async function judgeSeeds(flags: Flags, list: readonly number[]): Promise<void> {
  if (flags.book !== 'insurer' || flags.data)
    throw new UserError('invalid option: --seeds [it judges demo books: leave out --data and --book]')
  const [{ run }, { shelves }, { ensureDemo }] = await Promise.all([
    import('../../run.ts'),
    import('../shelves.ts'),
    import('../demo-book.ts'),
  ])
  const { memoryMb, threads } = config()
  const line = progressLine()
  const reports: SeedReport[] = []
  try {
    for (const seed of list) {
      const home = join(homeOf(flags), 'work', `rings-${seed}-${process.pid}`)
      try {
        await ensureDemo(home, { seed, onProgress: line.report })
        const { data, answerKey } = demoFolders(home)
        const result = await run({
          book: 'insurer',
          shelves,
          home,
          dataDirectory: data,
          answerKey,
          until: 'rings',
          now: new Date(),
          seed,
          memoryMb,
          threads,
          onProgress: line.report,
        })
        reports.push(seedReport(seed, result))
      } finally {
        await rm(home, { recursive: true, force: true })
      }
    }
  } finally {
    line.end()
  }
  print({ book: 'insurer', synthetic: true, seeds: reports }, flags.json, () => seedsText(reports))
}

function seedReport(seed: number, { report, stages }: RunResult): SeedReport {
  const found = report.rings as RingReport
  return {
    seed,
    ...(report.judge as JudgeReport).rings,
    calibration: found.calibration,
    rewired_books: found.rewiredBooks,
    seconds: stages.find(({ stage }) => stage === 'rings')?.seconds ?? 0,
  }
}

const share = (value: number) => value.toFixed(2)
/** Nothing that is only likely is told as certain. */
const likely = (value: number) => (value > 0.99 && value < 1 ? '> 0.99' : share(value))
const money = (value: number) => Math.round(value).toLocaleString('en-US')
const counted = (n: number, thing: string) => `${n} ${n === 1 ? thing : `${thing}s`}`
/** In thousandths, as reasons are counted, so that they add up in print too. */
const signed = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`.padStart(8)
const named = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, n]) => `${n} ${name}`)
    .join(', ') || 'none'

function seedsText(reports: readonly SeedReport[]): string {
  const row = (seed: number, which: string, planted: number, above: RingsAbove) => ({
    seed,
    rings: which,
    reported: above.reported,
    found: `${above.found} of ${planted}`,
    precision: share(above.precision),
    'members: precision': share(above.memberPrecision),
    recall: share(above.memberRecall),
    'look-alikes': named(above.lookalikes),
  })
  return [
    'Synthetic books; rings planted in them, and what was found.',
    '',
    textTable(
      reports.flatMap(({ seed, planted, listed, alerts, desk }) => [
        row(seed, 'listed', planted, listed),
        row(seed, 'alerts', planted, alerts),
        row(seed, `best ${desk.capacity}`, planted, desk),
      ]),
    ),
    '',
    textTable(
      reports.flatMap(({ seed, listed }) =>
        Object.entries(listed.byTypology).map(([typology, { planted, found }]) => ({
          seed,
          typology,
          planted,
          found,
        })),
      ),
    ),
    ...reports.flatMap(({ seed, calibration, rewired_books, pValues, explained, scores, seconds }) => [
      '',
      `seed ${seed}: ${rewired_books} rewired books; p-values (least, quarters, greatest) of rings that hold a planted one ${pValues.planted.map((p) => p.toFixed(3)).join(' ')}, of others ${pValues.false.map((p) => p.toFixed(3)).join(' ')}`,
      `${explained.rings} explained: ${explained.planted} of them hold a planted ring, look-alikes: ${named(explained.lookalikes)}; ${seconds.toFixed(1)} s`,
      calibration
        ? `calibrated on ${calibration.rings} earlier rings, ${calibration.confirmed} confirmed since: points count ${calibration.slope.toFixed(2)}-fold, plus ${calibration.intercept.toFixed(2)}${calibration.isFitted ? '' : ' (too few: left as they are)'}`
        : 'not calibrated',
      textTable(
        scores.map(({ from, to, rings: n, score, planted }) => ({
          score: `${from} to ${to}`,
          rings: n,
          'mean score': share(score),
          'hold a planted ring': share(planted),
        })),
      ),
    ]),
  ].join('\n')
}

type Labelled = Awaited<ReturnType<typeof labelledShare>>

interface RingDocument extends BookRings {
  readonly labelled: Labelled
  /** The score from which a group is a ring, and those that come next where few reach it. */
  readonly least_score?: number
  readonly below?: RingReport['below']
  readonly labelled_with_below?: Labelled
  readonly network_gain_roc_auc?: Metrics[string]
}

function ringsText({
  total,
  explained,
  rings: list,
  explained_rings: honest,
  labelled,
  least_score: least = 0,
  below = [],
  labelled_with_below: together,
  network_gain_roc_auc: gain,
}: RingDocument): string {
  if (total + below.length === 0) return 'no rings'
  return [
    `${counted(total, 'ring')}, ${explained} of them explained${list.length < total - explained ? `; the first ${list.length} of the others (--limit shows more)` : ''}`,
    ...labelledText(labelled, 'the rings listed'),
    ...labelledText(together, `these and the ${below.length} next groups under the line`),
    ...(gain
      ? [
          `features of the network add ${gain.value.toFixed(4)} [${gain.low.toFixed(4)}, ${gain.high.toFixed(4)}] to the area under the ROC curve`,
        ]
      : []),
    ...list.flatMap((ring) => [
      '',
      `${ring.ring_id} ${groupText(ring)}${ring.change ? `, ${ring.change}` : ''}`,
      `  ${ring.first_at.slice(0, 10)} to ${ring.last_at.slice(0, 10)}, ${money(ring.claimed_amount)} claimed${ring.paid_amount === null ? '' : `, ${money(ring.paid_amount)} paid`}, ${money(ring.at_stake_amount)} at stake`,
      ...reasonsText(ring),
    ]),
    ...honest.flatMap((ring) => [
      '',
      `explained, no suspicion: ${ring.ring_id} ${groupText(ring)}${ring.change ? `, ${ring.change}` : ''}`,
      ...ring.checks.filter(({ holds }) => holds).map(({ text }) => `  ${text.en}`),
      `  ${membersText(ring.members)}`,
    ]),
    ...below.flatMap((group) => [
      '',
      `under the line of ${share(least)}, no ring: ${groupText(group)}`,
      ...reasonsText(group),
    ]),
  ].join('\n')
}

const labelledText = (labelled: Labelled, among: string) =>
  labelled
    ? [
        `${labelled.fraud} of ${labelled.labelled} providers with an outcome in ${among} are labelled fraud (${share(labelled.share)}); of all ${labelled.base_labelled}: ${share(labelled.base_share)}`,
      ]
    : []

type Told = Omit<RingReport['below'][number], 'found_by'> & Pick<BookRings['rings'][number], 'found_by'>

const groupText = (group: Told) =>
  `${group.typology.replaceAll('_', ' ')}: score ${likely(group.score)}, ${counted(group.member_count, 'member')}, ${counted(group.claim_count, 'claim')}${group.p_value === null ? '' : `, p ${group.p_value.toFixed(4)}`}`

const MOST_NAMED = 12
const membersText = (members: readonly string[]) =>
  `who: ${members.slice(0, MOST_NAMED).join(', ')}${members.length > MOST_NAMED ? ` and ${members.length - MOST_NAMED} more` : ''}`

/** The reasons with their sum, which is the score as log-odds. */
const reasonsText = ({ found_by, reasons, members }: Told) => [
  `  ${membersText(members)}`,
  ...(found_by ? [`  found by ${ORIGIN_WORDS[found_by].en}`] : []),
  ...reasons.map(({ text, log_odds }) => `  ${signed(log_odds)}  ${text.en}`),
  `  ${signed(reasons.reduce((sum, { log_odds }) => sum + log_odds, 0))}  in all, as log-odds of the score`,
]
