/** Collectors of the book and their last runs. */
import type { CollectionReport } from '../../collector.ts'
import { ledger } from '../../warehouse/index.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { collections } from '../schemas/index.ts'

/** Runs shown of each collector. */
const LAST = 10

export const collectionEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/collections',
    summary: 'What brings files into the book, and how it went last',
    access: 'quality:read',
    response: collections,
    async handle({ view, context }) {
      const runs = await ledger<CollectionReport>(context.home, view.manifest.book, 'collections').read()
      return {
        collectors: (context.catalog.collectors ?? []).map(
          ({ name, kind, title, description, lands, schedule }) => ({
            name,
            kind,
            title,
            description,
            lands,
            schedule,
            runs: runs
              .filter((run) => run.name === name)
              .slice(-LAST)
              .reverse()
              .map(({ name: _name, kind: _kind, started_at, ...run }) => ({
                ...run,
                startedAt: started_at,
                files: [...run.files],
                errors: [...run.errors],
                notes: [...run.notes],
              })),
          }),
        ),
      }
    },
  }),
]
