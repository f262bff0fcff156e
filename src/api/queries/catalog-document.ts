/** The shelves as one document. */
import type { ApiCatalog } from '../context.ts'
import type { CatalogDocument } from '../schemas/index.ts'

const kept = new WeakMap<ApiCatalog, CatalogDocument>()

export function catalogDocument(catalog: ApiCatalog): CatalogDocument {
  const known = kept.get(catalog)
  if (known) return known
  const document: CatalogDocument = {
    sources: catalog.sources.map(
      ({ name, title, into, description, publisher, origin, files, format, checks }) => ({
        name,
        title,
        into,
        description,
        publisher,
        origin,
        files,
        format,
        checks: checks.map(({ name: check, severity, meaning }) => ({ name: check, severity, meaning })),
      }),
    ),
    features: catalog.views.flatMap((view) =>
      Object.entries(view.features).map(([name, { meaning, unit, direction, group, isProtected }]) => ({
        name,
        view: view.name,
        entity: view.entity,
        meaning,
        unit,
        direction,
        group,
        isProtected: isProtected === true,
      })),
    ),
    rules: catalog.rules.map((rule) => ({
      id: rule.id,
      title: rule.title,
      entity: rule.entity,
      line: rule.line,
      severity: rule.severity,
      status: rule.status,
      weight: rule.weight,
      reads: [...rule.reads],
      runbook: rule.runbook,
      falsePositives: [...rule.falsePositives],
      references: [...rule.references],
    })),
    links: catalog.links.map(({ name, title, target, strength, maxDegree, falsePositives }) => ({
      name,
      title,
      target,
      strength,
      maxDegree,
      falsePositives: [...falsePositives],
    })),
    signals: catalog.signals.map(({ name, title, period, unit, kind, direction, runbook }) => ({
      name,
      title,
      period,
      unit,
      kind,
      direction,
      runbook,
    })),
  }
  kept.set(catalog, document)
  return document
}
