import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, desk } from './desk.ts'

let at: Desk
beforeAll(async () => {
  at = await desk()
})
afterAll(() => at.close())

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly schema: { readonly enum?: string[] }
}

interface Operation {
  readonly parameters?: Parameter[]
  readonly requestBody?: { content: { 'application/json': { schema: Schema } } }
}

interface Schema {
  readonly $ref?: string
  readonly properties?: Record<string, Schema>
  readonly enum?: string[]
}

/** Texts that have broken servers: quotes, wildcards, NUL, lone surrogates, paths, numbers beyond any type, ids that exist. */
const hostile = fc.oneof(
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc.string({ maxLength: 300 }),
  fc.constantFrom(
    "'; drop table core.claim; --",
    '%%%%%_____',
    '\u0000',
    '\ud800',
    '../../etc/passwd',
    '..%2f',
    '{{7*7}}',
    '__proto__',
    'constructor',
    'NaN',
    '1e400',
    '-0',
    '9223372036854775808',
    '2026-02-30',
    '10000-01-01',
    'C0001',
    'P0001',
    'G1',
    'Y1',
    'entity:P0001',
    'phone:~',
    'weekly_claims',
    'all',
    'auto',
    'a'.repeat(5000),
  ),
)
const anything = fc.oneof(
  hostile,
  fc.anything({ maxDepth: 3, withNullPrototype: false }),
  fc.double(),
  fc.constant(null),
)

const paths = async (): Promise<[string, string, Operation, Record<string, Schema>][]> => {
  const document = (await (await at.app.request('/openapi.json')).json()) as {
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, Schema> }
  }
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) =>
        [method, path, operation, document.components.schemas] as [
          string,
          string,
          Operation,
          Record<string, Schema>,
        ],
    ),
  )
}

function segment(text: string): string {
  try {
    return encodeURIComponent(text) || '%00'
  } catch {
    return '%ED%A0%80'
  }
}

/** Once in `n` times, otherwise nothing. */
function seldom<T>(value: fc.Arbitrary<T>, n: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 1, arbitrary: value }, { weight: n - 1, arbitrary: fc.constant(undefined) })
}

function urlOf(path: string, operation: Operation): fc.Arbitrary<string> {
  const parameters = operation.parameters ?? []
  const value = (one: Parameter) =>
    one.schema.enum ? fc.oneof(hostile, fc.constantFrom(...one.schema.enum)) : hostile
  const inPath = parameters.filter((one) => one.in === 'path')
  const inQuery = parameters.filter((one) => one.in === 'query')
  return fc
    .tuple(
      fc.tuple(...inPath.map(value)),
      fc.tuple(...inQuery.map((one) => seldom(value(one), 2))),
      seldom(hostile, 8),
    )
    .map(([segments, queries, extra]) => {
      let at = 0
      const filled = path.replaceAll(/\{\w+\}/g, () => segment(segments[at++]))
      const query = inQuery.flatMap((one, i) =>
        queries[i] === undefined ? [] : [`${one.name}=${segment(String(queries[i]))}`],
      )
      if (extra !== undefined) query.push(`${segment(extra)}=${segment(extra)}`)
      return query.length > 0 ? `${filled}?${query.join('&')}` : filled
    })
}

function bodyOf(operation: Operation, schemas: Record<string, Schema>): fc.Arbitrary<string | undefined> {
  const schema = operation.requestBody?.content['application/json'].schema
  if (!schema) return fc.constant(undefined)
  const known = schemas[schema.$ref?.split('/').at(-1) ?? ''] ?? schema
  return fc.oneof(
    arbitraryOf(known, schemas).map((value) => JSON.stringify(value) ?? 'null'),
    fc.anything({ maxDepth: 4 }).map((value) => {
      try {
        return JSON.stringify(value) ?? ''
      } catch {
        return '{'
      }
    }),
    hostile,
  )
}

/** Objects that look right from afar: known names, hostile values. */
function arbitraryOf(schema: Schema, schemas: Record<string, Schema>): fc.Arbitrary<unknown> {
  const known = schema.$ref ? schemas[schema.$ref.split('/').at(-1) ?? ''] : schema
  if (known?.enum) return fc.oneof(fc.constantFrom(...known.enum), anything)
  if (!known?.properties) return fc.oneof(anything, fc.array(anything, { maxLength: 3 }))
  const fields = Object.entries(known.properties).map(
    ([name, one]) => [name, arbitraryOf(one, schemas)] as const,
  )
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] })
}

test('no request makes the server fail', async () => {
  const operations = await paths()
  expect(operations.length).toBeGreaterThan(30)
  const request = fc
    .constantFrom(...operations)
    .chain(([method, path, operation, schemas]) =>
      fc.tuple(fc.constant(method), urlOf(path, operation), bodyOf(operation, schemas)),
    )
  await at.token('admin')
  let answered = 0
  await fc.assert(
    fc.asyncProperty(request, async ([method, url, body]) => {
      if (method === 'delete' && url.startsWith('/v1/session')) return
      const response = await at.ask('admin', url, {
        method: method.toUpperCase(),
        ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
      })
      const text = await response.text()
      if (response.status < 300) answered++
      if (response.status >= 500) throw new Error(`${response.status} ${text} ${at.failures.at(-1)}`)
      if (response.status >= 400)
        expect(response.headers.get('content-type')).toBe('application/problem+json')
    }),
    { numRuns: 1500, seed: 7 },
  )
  // A fuzz that only ever meets 400 proves little.
  expect(answered).toBeGreaterThan(100)
})
