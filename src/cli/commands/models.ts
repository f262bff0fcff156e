/** `models`: what scores and what is on trial; cards, comparisons, promotion by two people, rollback, drift, retraining, export. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { config } from '../../config.ts'
import type { Operations } from '../../operations/index.ts'
import type { LeftOut } from '../../run/learn.ts'
import type { ModelLife } from '../../run/model-life.ts'
import type { Retrained } from '../../run/retrain.ts'
import type { Warehouse } from '../../warehouse/index.ts'
import { type CommonFlags, common, homeOf, withBook } from '../options.ts'
import { duration, EXIT, figure, print, progressLine, textTable } from '../terminal.ts'

interface BookFlags extends CommonFlags {
  readonly book: string
}

const sub = (models: Command, name: string) => withBook(common(models.command(name)))

/** Adds who acts, and why. */
const acting = (command: Command) =>
  command
    .requiredOption(
      '--as <user>',
      'user of the operations store; the password is CLAIMSCOPE_PASSWORD or asked for',
    )
    .option('--reason <text>', 'why, for the audit', '')

export function models(program: Command): void {
  const command = program
    .command('models')
    .description(
      'what scores and what is on trial: cards, comparison, promotion, rollback, drift, retraining, export',
    )

  sub(command, 'list')
    .description('models of a book, the newest first')
    .action(async (flags: BookFlags) => {
      const { life, home, shelves } = await openLife(flags)
      const { modelSummaries } = await import('../../run/model-summaries.ts')
      const [summaries, tasks] = [await modelSummaries(home, flags.book, shelves.views), await life.tasks()]
      const rows = summaries.map(({ modelId, task, role, kind, createdAt, metrics, code }) => ({
        ...{ model: modelId, task, role, kind, created: createdAt, code },
        roc_auc: metrics.roc_auc?.value ?? null,
      }))
      const problems = tasks.flatMap(({ refused }) => refused)
      print({ book: flags.book, models: rows, tasks }, flags.json, () =>
        [textTable(rows), ...problems.map(({ modelId, reason }) => `refused: ${modelId}: ${reason}`)].join(
          '\n',
        ),
      )
      if (problems.length > 0) process.exitCode = EXIT.found
    })

  sub(command, 'card <model>')
    .description('the card of a model as Markdown: data, measures by group, calibration, limits')
    .addOption(new Option('--language <code>', 'en or zh').choices(['en', 'zh']).default('en'))
    .action(async (id: string, flags: BookFlags & { language: 'en' | 'zh' }) => {
      const { life } = await openLife(flags)
      const [card, { cardMarkdown }] = await Promise.all([life.card(id), import('../../run/card-text.ts')])
      print(card, flags.json, () => cardMarkdown(card, flags.language))
    })

  sub(command, 'compare <model>')
    .description('hold a model against the champion on the same rows, with paired intervals')
    .option('--with <model>', 'another model than the champion')
    .action(async (id: string, flags: BookFlags & { with?: string }) => {
      const { life, onSnapshot } = await openLife(flags)
      const found = await onSnapshot((warehouse, asOf) => life.compare(warehouse, id, asOf, flags.with))
      print(found, flags.json, () =>
        (['heldOut', 'since'] as const)
          .map((which) => {
            const one = found[which]
            const title =
              which === 'heldOut'
                ? 'rows held out from both'
                : 'rows that both scored before the outcome was known'
            if (!one) return `${title}: too few outcomes`
            return `${title}: ${one.rows}, ${one.events} events\n${textTable(
              Object.entries(one.measures).map(([measure, m]) => ({
                measure,
                champion: m.champion,
                challenger: m.challenger,
                difference: m.difference.value,
                low: m.difference.low,
                high: m.difference.high,
              })),
            )}`
          })
          .join('\n\n'),
      )
    })

  sub(command, 'drift')
    .description('how far the features of each champion have moved from what it learned from')
    .option('--line <name>', 'a line of business; default the whole book', '*')
    .option('--all', 'features that have not drifted too', false)
    .action(async (flags: BookFlags & { line: string; all: boolean }) => {
      const { onSnapshot } = await openLife(flags)
      const rows = await onSnapshot(({ db }) =>
        db
          .selectFrom('score.drift')
          .where('line', '=', flags.line)
          .selectAll()
          .orderBy('task')
          .orderBy('psi', 'desc')
          .execute(),
      )
      const shown = flags.all ? rows : rows.filter((row) => row.is_drifted || row.feature === 'score')
      print({ book: flags.book, line: flags.line, features: rows.length, drift: shown }, flags.json, () =>
        textTable(
          shown.map(({ task, feature, psi, psi_limit, ks, ks_limit, is_drifted }) => ({
            ...{ task, feature, psi, psi_limit, ks, ks_limit },
            drifted: is_drifted ? 'yes' : '',
          })),
        ),
      )
    })

  sub(command, 'proposals')
    .description('proposals to let a model score, with what was decided')
    .action((flags: BookFlags) =>
      onOperations(flags, async (operations) => {
        const list = await operations.promotions.list(flags.book)
        print({ book: flags.book, proposals: list }, flags.json, () =>
          textTable(
            list.map(({ proposalId, modelId, state, proposedBy, decidedBy, reason }) => ({
              ...{ proposal: proposalId, model: modelId, state, by: proposedBy, decided: decidedBy ?? '' },
              reason,
            })),
          ),
        )
      }),
    )

  acting(sub(command, 'propose <model>'))
    .description('propose that a model takes the place of the champion; a second person approves')
    .action((id: string, flags: BookFlags & { as: string; reason: string }) =>
      onOperations(flags, async (operations) => {
        const at = new Date()
        const { life, onSnapshot } = await openLife(flags)
        const by = { actor: await signedIn(operations, flags.as, at), at }
        const proposal = await onSnapshot((warehouse, asOf) =>
          life.propose(operations.promotions, warehouse, asOf, id, flags.reason, by),
        )
        print(proposal, flags.json, () => `proposed ${proposal.modelId}: ${proposal.proposalId}`)
      }),
    )

  acting(sub(command, 'approve <proposal>'))
    .description('let a proposed model score; not by whoever proposed it')
    .action((id: string, flags: BookFlags & { as: string; reason: string }) =>
      onOperations(flags, async (operations) => {
        const at = new Date()
        const { life } = await openLife(flags)
        const by = { actor: await signedIn(operations, flags.as, at), at }
        const decided = await life.approve(operations.promotions, id, flags.reason, by)
        print(decided, flags.json, () => `${decided.modelId} scores now`)
      }),
    )

  acting(sub(command, 'reject <proposal>'))
    .description('reject a proposal, or withdraw one of your own')
    .action((id: string, flags: BookFlags & { as: string; reason: string }) =>
      onOperations(flags, async (operations) => {
        const at = new Date()
        const by = { actor: await signedIn(operations, flags.as, at), at }
        const decided = await operations.promotions.reject(id, flags.reason, by)
        print(decided, flags.json, () => `${decided.state}: ${decided.modelId}`)
      }),
    )

  acting(sub(command, 'rollback <task>'))
    .description('put the champion before back, at once')
    .action((task: string, flags: BookFlags & { as: string; reason: string }) =>
      onOperations(flags, async (operations) => {
        const began = performance.now()
        const at = new Date()
        const { life } = await openLife(flags)
        const by = { actor: await signedIn(operations, flags.as, at), at }
        const done = await life.rollback(operations.promotions, task, flags.reason, by)
        const seconds = Math.round((performance.now() - began) / 10) / 100
        print({ ...done, seconds }, flags.json, () => `${done.modelId} scores again (${duration(seconds)})`)
      }),
    )

  sub(command, 'export <model>')
    .description('the main model as a file for other systems')
    .requiredOption('--onnx <file>', 'where to write the ONNX file')
    .action(async (id: string, flags: BookFlags & { onnx: string }) => {
      const { life } = await openLife(flags)
      const bytes = await life.onnx(id)
      const file = resolve(flags.onnx)
      await writeFile(file, bytes)
      print(
        { model: id, file, bytes: bytes.length },
        flags.json,
        () => `${file}: ${figure(bytes.length)} bytes`,
      )
    })

  sub(command, 'retrain-if-due')
    .description(
      'train again on what is loaded when drift, performance or age ask for it; exit code 0 either way',
    )
    .option('--force', 'train again whatever is due', false)
    .option('--watch', 'look by a schedule until interrupted', false)
    .option('--schedule <cron>', 'when to look, UTC; default every night at three')
    .action(async (flags: BookFlags & { force: boolean; watch: boolean; schedule?: string }) => {
      const { DEFAULTS, watchDue } = await import('../../run/retrain.ts')
      if (!flags.watch && flags.schedule === undefined) {
        const found = await retrain(flags)
        return print(found, flags.json, () => retrainText(found))
      }
      const stop = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
      const schedule = flags.schedule ?? DEFAULTS.schedule
      process.stderr.write(`looking by ${schedule} (UTC)\n`)
      const runs: Retrained[] = []
      const check = async () => {
        const found = await retrain(flags)
        runs.push(found)
        process.stderr.write(`${retrainText(found)}\n`)
      }
      await watchDue(schedule, check, stop.signal)
      print({ book: flags.book, runs }, flags.json, () => `${runs.length} looks`)
      process.exitCode = EXIT.interrupted
    })
}

async function retrain(flags: BookFlags & { force: boolean }): Promise<Retrained> {
  const [{ retrainIfDue }, { shelves }, { raiseCurrent }] = await Promise.all([
    import('../../run/retrain.ts'),
    import('../shelves.ts'),
    import('../raise.ts'),
  ])
  const { memoryMb, threads, modelPolicy } = config()
  const home = homeOf(flags)
  const line = progressLine()
  try {
    const found = await retrainIfDue(
      {
        ...{ book: flags.book, shelves, home, now: new Date(), memoryMb, threads, modelPolicy },
        onProgress: line.report,
      },
      flags.force,
    )
    if (found.run) await raiseCurrent(home, flags.book)
    return found
  } finally {
    line.end()
  }
}

function retrainText({ due, run }: Retrained): string {
  const why = due.flatMap(({ task, reasons }) => reasons.map(({ text }) => `${task}: ${text.en}`))
  if (!run) return 'nothing is due'
  const verdicts = run.report.train as readonly (
    | { readonly task: string; readonly outcome: string; readonly modelId: string }
    | LeftOut
  )[]
  return [
    ...why,
    `trained again in ${duration(run.seconds)}, snapshot ${run.snapshot}`,
    ...verdicts.map((one) =>
      'left_out' in one
        ? `${one.task}: not learned, ${one.left_out}`
        : `${one.task}: ${one.modelId} (${one.outcome})`,
    ),
  ].join('\n')
}

async function signedIn(operations: Operations, username: string, at: Date): Promise<string> {
  const { actAs } = await import('../sign-in.ts')
  return actAs(operations, username, 'models:promote', at)
}

/** The life of the book's models, and its current snapshot for as long as some work takes. */
async function openLife(flags: BookFlags): Promise<{
  readonly home: string
  readonly shelves: typeof import('../shelves.ts').shelves
  readonly life: ModelLife
  onSnapshot<T>(work: (warehouse: Warehouse, asOf: Date) => Promise<T>): Promise<T>
}> {
  const [{ modelLife }, { findBook }, { shelves }, { snapshots }] = await Promise.all([
    import('../../run/model-life.ts'),
    import('../../run.ts'),
    import('../shelves.ts'),
    import('../../warehouse/index.ts'),
  ])
  const home = homeOf(flags)
  const life = modelLife(home, findBook(shelves, flags.book), shelves)
  return {
    home,
    shelves,
    life,
    async onSnapshot(work) {
      const { warehouse, manifest } = await snapshots(home, flags.book).openCurrent()
      const { asOf } = manifest.extra as { asOf?: string }
      return work(warehouse, new Date(asOf ?? manifest.createdAt)).finally(() => warehouse.close())
    },
  }
}

/** Opens the operations store for some work. A server that holds it does the same on its page. */
async function onOperations(
  flags: BookFlags,
  work: (operations: Operations) => Promise<void>,
): Promise<void> {
  const { openOperations } = await import('../../operations/index.ts')
  const { databaseUrl } = config()
  const operations = await openOperations(databaseUrl ? { databaseUrl } : { home: homeOf(flags) })
  await work(operations).finally(() => operations.close())
}
