/** The README's tables, made from the shelves, so that they cannot say what is not so. */
import { LINES } from '../schema/words.ts'
import type { Shelves } from './context.ts'

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function counted<T>(items: readonly T[], of: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(of(item), (counts.get(of(item)) ?? 0) + 1)
  return counts
}

/** Table by the name of its marker. */
export function readmeTables(shelves: Shelves): Readonly<Record<string, string>> {
  const features = shelves.views.flatMap((view) =>
    Object.values(view.features).map((meta) => ({ entity: view.entity, group: meta.group })),
  )
  const entities = [...new Set(features.map((f) => f.entity))]
  const groups = [...new Set(features.map((f) => f.group))]
  const cells = counted(features, (f) => `${f.group}/${f.entity}`)
  return {
    books: table(
      ['book', 'what it is', 'sources', 'learns'],
      shelves.books.map((b) => [
        `\`${b.name}\``,
        b.description,
        b.sources.length,
        b.tasks.map((t) => t.title.en.toLowerCase()).join('; '),
      ]),
    ),
    features: table(
      ['group', ...entities, 'all'],
      [
        ...groups.map((group) => [
          group,
          ...entities.map((entity) => cells.get(`${group}/${entity}`) ?? 0),
          features.filter((f) => f.group === group).length,
        ]),
        [
          '**all**',
          ...entities.map((entity) => features.filter((f) => f.entity === entity).length),
          features.length,
        ],
      ],
    ),
    rules: table(
      ['line', 'red flags'],
      [...LINES, 'any'].map((line) => {
        const mine = shelves.rules.filter((rule) => rule.line === line)
        return [
          line === 'any' ? 'any line' : line,
          mine.map((rule) => rule.title.en.toLowerCase()).join('; '),
        ]
      }),
    ),
    links: table(
      ['link', 'ties an entity to', 'strength', 'ties nobody above'],
      shelves.links.map((l) => [`\`${l.name}\``, l.target, l.strength, `${l.maxDegree} sharing`]),
    ),
    signals: table(
      ['signal', 'period', 'unit'],
      shelves.signals.map((s) => [s.title.en, s.period, s.unit]),
    ),
  }
}

/** A README with its tables renewed; text outside the markers `<!-- name -->` ... `<!-- /name -->` stays. */
export function renewReadme(text: string, shelves: Shelves): string {
  let renewed = text
  for (const [name, body] of Object.entries(readmeTables(shelves))) {
    const pattern = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
    if (!pattern.test(renewed)) throw new Error(`missing marker in README: ${name}`)
    renewed = renewed.replace(pattern, (_all, open: string, close: string) => `${open}${body}\n${close}`)
  }
  return renewed
}
