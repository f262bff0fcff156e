/** The shelves as plain rows, for the command line, the API and the README. */
import type { Shelves } from './context.ts'

export type CatalogRow = Readonly<Record<string, string | number>>

/** Books, sources, features, rules, links and signals, one row each. */
export function catalogOf(shelves: Shelves): Readonly<Record<string, readonly CatalogRow[]>> {
  return {
    books: shelves.books.map((b) => ({
      name: b.name,
      title: b.title.en,
      sources: b.sources.length,
      tasks: b.tasks.map((t) => t.name).join(', '),
    })),
    sources: shelves.books.flatMap((b) =>
      b.sources.map((s) => ({
        name: s.name,
        into: s.into,
        origin: s.origin,
        format: s.format,
        files: s.files,
        title: s.title.en,
        title_zh: s.title.zh,
        description: s.description.en,
        description_zh: s.description.zh,
      })),
    ),
    features: shelves.views.flatMap((v) =>
      Object.entries(v.features).map(([name, f]) => ({
        name,
        entity: v.entity,
        view: v.name,
        group: f.group,
        unit: f.unit,
        direction: f.direction,
        meaning: f.meaning.en,
        meaning_zh: f.meaning.zh,
      })),
    ),
    rules: shelves.rules.map((r) => ({
      id: r.id,
      line: r.line,
      severity: r.severity,
      status: r.status,
      weight: r.weight,
      title: r.title.en,
      title_zh: r.title.zh,
    })),
    links: shelves.links.map((l) => ({
      name: l.name,
      target: l.target,
      strength: l.strength,
      max_degree: l.maxDegree,
      title: l.title.en,
    })),
    signals: shelves.signals.map((s) => ({
      name: s.name,
      period: s.period,
      unit: s.unit,
      title: s.title.en,
    })),
  }
}
