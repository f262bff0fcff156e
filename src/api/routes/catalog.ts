/** What is on the shelves. */
import { type Endpoint, endpoint } from '../endpoint.ts'
import { catalogDocument } from '../queries/catalog-document.ts'
import { catalog } from '../schemas/index.ts'

export const catalogEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/catalog',
    summary: 'Sources, features, rules, links and signals',
    access: 'catalog:read',
    response: catalog,
    handle: async ({ context }) => catalogDocument(context.catalog),
  }),
]
