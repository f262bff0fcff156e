/** `screen`: names against a watch list: a published list by its own aliases, or a book's parties against the lists it holds. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { UserError } from '../../errors.ts'
import { type CommonFlags, common, homeOf, whole } from '../options.ts'
import { figure, print, progressLine, textTable } from '../terminal.ts'

interface ScreenFlags extends CommonFlags {
  readonly list?: string
  readonly book?: string
  readonly limit: number
}

export function screen(program: Command): void {
  common(program.command('screen'))
    .description('screen names against a watch list')
    .addOption(
      new Option(
        '--list <dir>',
        'folder of an OFAC list (sdn.csv, alt.csv): is the party behind each alias found?',
      ).conflicts('book'),
    )
    .option('--book <name>', "screen a book's parties against the lists that it holds")
    .option('--limit <n>', 'hits to show', whole, 50)
    .action(async (flags: ScreenFlags) => {
      if (flags.list) return screenList(resolve(flags.list), flags)
      if (flags.book) return screenBook(flags.book, flags)
      throw new UserError('missing option: --list or --book [what is to be screened]')
    })
}

const KINDS: Readonly<Record<string, string>> = {
  individual: 'person',
  vessel: 'vessel',
  aircraft: 'aircraft',
}

async function screenList(directory: string, flags: ScreenFlags): Promise<void> {
  for (const file of ['sdn.csv', 'alt.csv'])
    if (!existsSync(join(directory, file)))
      throw new UserError(`missing file: ${join(directory, file)} [the folder of an OFAC list]`)
  const [{ openWarehouse, quoteText }, { evaluateScreen }] = await Promise.all([
    import('../../warehouse/index.ts'),
    import('../../linkage/index.ts'),
  ])
  const line = progressLine()
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write', allowedDirectories: [directory] })
  try {
    const rows = async (file: string, columns: readonly [string, string, string]) => {
      const [id, name, third] = columns
      const read = `read_csv(${quoteText(join(directory, file))}, all_varchar = true, header = true, quote = '"', escape = '"')`
      const found = await warehouse.columns(
        `select ${id} as id, ${name} as name, coalesce(${third}, '') as third from ${read} order by try_cast(${id} as bigint)`,
        { id: 'string', name: 'string', third: 'string' },
      )
      return Array.from({ length: found.rows }, (_, i) => ({
        id: String(found.columns.id[i]),
        name: String(found.columns.name[i] ?? ''),
        third: String(found.columns.third[i]),
      }))
    }
    const listed = (await rows('sdn.csv', ['ent_num', 'sdn_name', 'sdn_type'])).map(
      ({ id, name, third }) => ({
        entryId: `sdn ${id}`,
        partyId: id,
        name,
        kind: KINDS[third] ?? 'entity',
      }),
    )
    const aliases = (await rows('alt.csv', ['alt_num', 'alt_name', 'ent_num'])).map(
      ({ id, name, third }) => ({
        entryId: `alt ${id}`,
        partyId: third,
        name,
      }),
    )
    const report = (from: number) => (done: number) =>
      line.report({ stage: 'screen', done: from + done, unit: 'names' })
    const primary = evaluateScreen(listed, aliases, { onProgress: report(0) })
    const all = evaluateScreen(listed, aliases, { among: aliases, onProgress: report(aliases.length) })
    line.end()
    const measures = (prefix: string, score: { top1: number; top5: number }) => ({
      [`${prefix}top1`]: score.top1,
      [`${prefix}top5`]: score.top5,
    })
    const metrics: Record<string, number> = {
      ...measures('', primary),
      queries: primary.queries,
      listed: listed.length,
      seconds: primary.seconds,
      identical: primary.identical,
      ...measures('not_identical_', primary.notIdentical),
      ...measures('held_out_', primary.heldOut),
      unlike: primary.unlike,
      ...measures('alike_', primary.alike),
      ...Object.assign(
        {},
        ...Object.entries(primary.byKind).map(([kind, score]) => measures(`${kind}_`, score)),
      ),
      ...measures('other_aliases_', all),
      other_aliases_seconds: all.seconds,
    }
    const result = {
      list: directory,
      metrics: Object.fromEntries(
        Object.entries(metrics).map(([name, value]) => [name, { value, low: value, high: value }]),
      ),
      by_kind: primary.byKind,
      notes: [
        'Each alias is asked of the primary names alone; other_aliases_* asks the whole list, the alias itself left out.',
        'unlike: aliases that share no word with the primary name, however spelt, other names, translations, acronyms in another language; names alone cannot find them.',
        'held_out_*: the half of the aliases, by the hash of their numbers, that the weights were not set on.',
        'The list gives aliases in Latin letters only; other scripts than Chinese are not transliterated.',
      ],
    }
    print(result, flags.json, () =>
      [
        textTable(Object.entries(metrics).map(([metric, value]) => ({ metric, value: figure(value) }))),
        '',
        ...result.notes,
      ].join('\n'),
    )
  } finally {
    line.end()
    await warehouse.close()
  }
}

async function screenBook(book: string, flags: ScreenFlags): Promise<void> {
  const [{ snapshots }, { screenParties }] = await Promise.all([
    import('../../warehouse/index.ts'),
    import('../../linkage/index.ts'),
  ])
  const { warehouse, manifest } = await snapshots(homeOf(flags), book).openCurrent()
  try {
    const { hits, ...report } = await screenParties(warehouse)
    const shown = hits.slice(0, flags.limit)
    print({ book, snapshot: manifest.id, ...report, hits: shown }, flags.json, () =>
      [
        `book ${book}, snapshot ${manifest.id}: ${report.parties} parties against ${report.entries} entries, ${hits.length} hits in ${figure(report.seconds)} s`,
        '',
        textTable(
          shown.map((hit) => ({
            party: hit.partyId,
            entry: hit.entryId,
            list: hit.list,
            bits: figure(hit.weight),
            probability: figure(hit.probability),
            why: hit.reasons.map(({ comparison, level }) => `${comparison}: ${level}`).join(', '),
          })),
        ),
      ].join('\n'),
    )
  } finally {
    await warehouse.close()
  }
}
