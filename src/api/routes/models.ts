/** Models, their life, and runs. */
import { z } from '@hono/zod-openapi'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { modelsOf, runsOf } from '../queries/runs.ts'
import { modelSummary, runSummary } from '../schemas/index.ts'
import { modelLifeEndpoints } from './model-life.ts'

export const modelEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/models',
    summary: 'Models of the book with their metrics',
    access: 'models:read',
    response: z.array(modelSummary),
    handle: async ({ context, view }) => [...(await modelsOf(view, context))],
  }),
  ...modelLifeEndpoints,
  endpoint({
    method: 'get',
    path: '/v1/runs',
    summary: 'Runs that built this snapshot, the latest first',
    access: 'runs:read',
    response: z.array(runSummary),
    handle: ({ view }) => runsOf(view),
  }),
]
