/** `check`: says what a file is and how it fits a source before anything is loaded. */
import { join } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { unknown } from '../../errors.ts'
import type { FileCheck, FileInspection } from '../../ingestion/index.ts'
import type { Format, Reading } from '../../source.ts'
import { type CommonFlags, common, homeOf } from '../options.ts'
import { EXIT, print, textTable } from '../terminal.ts'

const ENCODINGS = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'windows-1252'] as const
const FORMATS = ['csv', 'json', 'jsonl', 'parquet', 'rss', 'xlsx'] as const satisfies readonly Format[]

interface CheckFlags extends CommonFlags, Reading {
  readonly source?: string
  readonly format?: Format
}

const header = (text: string): number | 'none' => {
  if (text === 'none') return text
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('lines before the header, or none')
  return Number(text)
}
const mark = (text: string) => (text === 'tab' || text === '\\t' ? '\t' : text === 'none' ? '' : text)
const sheet = (text: string) => (/^\d+$/.test(text) ? Number(text) : text)

export function check(program: Command): void {
  common(program.command('check <file>'))
    .description('say what a file is and how it fits a source; nothing is loaded')
    .option(
      '--source <name>',
      'the source, for instance insurer/claims; without it, what the file looks like',
    )
    .addOption(new Option('--format <format>', 'what it is, without a source').choices(FORMATS))
    .addOption(new Option('--encoding <name>', 'in place of the one found').choices(ENCODINGS))
    .option('--delimiter <char>', 'in place of the one found: one character, or tab', mark)
    .option('--quote <char>', 'in place of ": one character, or none', mark)
    .option('--header <n>', 'lines before the header, or none when there is no header', header)
    .option('--sheet <name>', 'sheet of a workbook, by name or number', sheet)
    .option('--path <members>', 'member of a JSON document that holds the records, for instance data.items')
    .action(async (file: string, flags: CheckFlags) => {
      const { checkFile, inspectFile } = await import('../../ingestion/index.ts')
      const options = { workDirectory: join(homeOf(flags), 'work') }
      const reading = readingOf(flags)
      if (!flags.source) {
        const { format } = flags
        const found = await inspectFile(file, reading, { ...options, ...(format ? { format } : {}) })
        return print(found, flags.json, () => inspectionText(found))
      }
      const { shelves } = await import('../shelves.ts')
      const sources = shelves.books.flatMap((book) => book.sources)
      const source = sources.find((s) => s.name === flags.source)
      if (!source)
        throw unknown(
          'source',
          flags.source,
          sources.map((s) => s.name),
        )
      const result = await checkFile(file, { ...source, reading: { ...source.reading, ...reading } }, options)
      print(result, flags.json, () => checkText(result))
      if (!result.fits) process.exitCode = EXIT.found
    })
}

function readingOf({ encoding, delimiter, quote, header, sheet, path }: Reading): Reading {
  const given = { encoding, delimiter, quote, header, sheet, path }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** How the file is written, in one line. */
function lookText(look: FileInspection | FileCheck): string {
  const shown = (text: string) => (text === '' ? 'none' : text === '\t' ? 'tab' : text)
  return [
    look.format,
    look.encoding === look.format ? undefined : look.encoding,
    look.sheet === null ? undefined : `sheet ${JSON.stringify(look.sheet)}`,
    look.unread_sheets.length === 0
      ? undefined
      : `not read: ${look.unread_sheets.map((name) => `sheet ${JSON.stringify(name)}`).join(', ')}`,
    look.delimiter === null ? undefined : `delimiter ${shown(look.delimiter)}`,
    look.quote === null ? undefined : `quote ${shown(look.quote)}`,
    look.header_line === null ? undefined : `header on line ${look.header_line}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ')
}

function inspectionText(found: FileInspection): string {
  return [
    `${found.file}: ${lookText(found)}; ${found.records} records, ${found.rejected} of them broken`,
    `columns: ${found.columns.join(', ')}`,
    ...(found.sample.length > 0 ? ['', textTable(found.sample)] : []),
    ...(found.rejects.length > 0 ? ['', textTable(found.rejects)] : []),
  ].join('\n')
}

function checkText(result: FileCheck): string {
  return [
    `${result.file} as ${result.source} -> ${result.into}: ${result.fits ? 'fits' : 'does not fit'}`,
    `${result.records} records, ${result.rows} rows could enter, ${result.quarantined} would be set aside; ${lookText(result)}`,
    ...Object.entries(result.columns)
      .filter(([, names]) => Array.isArray(names) && names.length > 0)
      .map(
        ([kind, names]) =>
          `${kind}: ${(names as readonly unknown[]).map((n) => (typeof n === 'string' ? n : JSON.stringify(n))).join(', ')}`,
      ),
    ...(result.misfits.length > 0
      ? [
          '',
          textTable(
            result.misfits.map(({ code, column, records, examples }) => ({
              code,
              column,
              records,
              example: examples[0] ? `line ${examples[0].line}: ${examples[0].reason}` : '',
            })),
          ),
        ]
      : []),
  ].join('\n')
}
