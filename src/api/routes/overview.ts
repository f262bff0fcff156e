/** The first page: the book at a glance. */
import { may } from '../../security/index.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { bookFigures } from '../queries/book-figures.ts'
import { modelsOf, runsOf } from '../queries/runs.ts'
import { ringsInAlerts } from '../queries/seen-rings.ts'
import { asOfBook } from '../queries/snapshot-facts.ts'
import { overview } from '../schemas/index.ts'
import { alertOf } from './alerts.ts'

const TOP = 8

export const overviewEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/overview',
    summary: 'The book at a glance',
    access: 'overview:read',
    response: overview,
    async handle({ view, user, context }) {
      const { alerts } = context.operations
      const { book, id } = view.manifest
      const rings = await ringsInAlerts(view, user.lines)
      const [asOf, figures, runs, models, counts, top] = await Promise.all([
        asOfBook(view),
        bookFigures(view, context.catalog, user.lines),
        runsOf(view),
        modelsOf(view, context),
        alerts.openCounts(book, rings),
        may(user, 'alerts:read')
          ? alerts.list({ book, state: 'open', lines: user.lines, rings, limit: TOP })
          : undefined,
      ])
      const open = counts.filter(
        ({ line }) => user.lines === null || line === null || user.lines.some((one) => one === line),
      )
      const champion = models.find((model) => model.isChampion && model.task === 'claim_fraud')
      const model = champion ?? models.find((one) => one.isChampion)
      const sum = (rows: readonly { alerts: number }[]) => rows.reduce((n, row) => n + row.alerts, 0)
      return {
        book,
        snapshot: id,
        asOf: asOf.toISOString(),
        synthetic: context.demo,
        totals: {
          ...figures.totals,
          openAlerts: sum(open),
          atStakeAmount:
            Math.round(open.reduce((cents, row) => cents + row.expectedLossAmount * 100, 0)) / 100,
        },
        byLine: figures.byLine.map((row) => ({
          ...row,
          alerts: sum(open.filter(({ line }) => line === row.line)),
        })),
        weekly: figures.weekly,
        bands: figures.bands,
        typologies: figures.typologies,
        topAlerts: top?.items.map(alertOf) ?? [],
        model: model ? { id: model.modelId, metrics: model.metrics } : null,
        lastRuns: runs.slice(0, 5),
      }
    },
  }),
]
