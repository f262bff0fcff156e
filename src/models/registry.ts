/**
 * Models as JSON files in one folder, each sealed: a file that was changed, that names features whose definition has moved on,
 * or that does not reproduce the margins it was saved with is refused, never guessed at.
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { invalid, missing, UserError, unknown } from '../errors.ts'
import { type FeatureMatrix, type FittedModel, type Json, takeRows } from '../model.ts'
import { canonical, hashOf } from '../util/hash.ts'
import { VERSION } from '../version.ts'
import { restore } from './kinds.ts'

const SCHEMA_VERSION = 2
const GOLDEN_ROWS = 8
const TOLERANCE = 1e-9

const measured = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

const entrySchema = z.strictObject({
  schema: z.literal(SCHEMA_VERSION),
  id: z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,127}$/),
  /** What is predicted, e.g. `claim_fraud`; the champion is one a task. */
  task: z.string().min(1),
  createdAt: z.string(),
  seed: z.number(),
  /** Version of the code that trained it. */
  code: z.string().min(1),
  /** Hash of how it was learned, whatever it was learned from: models of one recipe differ in their data alone. */
  recipe: z.string(),
  /** Features in the model's order with the hash of their definition. */
  features: z.array(z.strictObject({ name: z.string(), hash: z.string() })),
  /** Where the training rows came from. */
  training: z.strictObject({
    snapshot: z.string(),
    rows: z.number().int().nonnegative(),
    events: z.number(),
    /** Period of the training rows, ISO dates; null without one. */
    from: z.string().nullable(),
    until: z.string().nullable(),
  }),
  metrics: z.record(z.string(), measured),
  /** Maps margins to calibrated log-odds; belongs to whoever calibrates. */
  calibration: z.json().optional(),
  /** Hyper-parameters, for the reader. */
  parameters: z.json().optional(),
  /** What the training rows looked like, to measure drift against; belongs to whoever measures it. */
  reference: z.json().optional(),
  /** Scores of rows that nothing was learned from, to compare with other models on the same rows. */
  heldOut: z
    .strictObject({
      ids: z.array(z.string()),
      /** Milliseconds since 1970. */
      asOf: z.array(z.number()),
      margins: z.array(z.number()),
    })
    .optional(),
  /** What a reader must know before the model is used; belongs to whoever writes the card. */
  card: z.json().optional(),
  model: z.json(),
  golden: z.strictObject({ rows: z.array(z.array(z.number().nullable())), margins: z.array(z.number()) }),
})

/** Everything that is known of a saved model, the model itself as JSON. */
export type ModelEntry = z.infer<typeof entrySchema>

/** Parts of an entry that are JSON of somebody else's. */
type Foreign = 'calibration' | 'parameters' | 'reference' | 'card'

/** What a caller tells when saving; hashes by feature name. */
export interface NewModel
  extends Omit<ModelEntry, 'schema' | 'features' | 'model' | 'golden' | 'code' | Foreign>,
    Partial<Readonly<Record<Foreign, Json>>> {
  readonly model: FittedModel
  readonly definitions: Readonly<Record<string, string>>
  /** Rows to take the golden vectors from, e.g. the training matrix. */
  readonly x: FeatureMatrix
}

export interface LoadedModel {
  readonly entry: ModelEntry
  readonly model: FittedModel
  readonly sha256: string
}

export interface ModelRegistry {
  /** Ids, in order. */
  list(): Promise<string[]>
  /** Saves under `id`; UserError when the id is taken by another model. */
  save(given: NewModel): Promise<LoadedModel>
  /** Checks and loads; `definitions` are the present hashes by feature name, unchecked when absent. */
  load(id: string, definitions?: Readonly<Record<string, string>>): Promise<LoadedModel>
  /** Where the file of a model lies. */
  path(id: string): string
}

/** The registry in `folder`, which need not exist yet. */
export function modelRegistry(folder: string): ModelRegistry {
  const pathOf = (id: string) => {
    if (!entrySchema.shape.id.safeParse(id).success)
      throw invalid('model id', id, 'lower-case letters, digits, _ . -')
    return join(folder, `${id}.json`)
  }
  const registry: ModelRegistry = {
    async list() {
      const files = await readdir(folder).catch((error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT' ? [] : Promise.reject(error),
      )
      return files
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -5))
        .sort()
    },
    async save({ model, definitions, x, ...rest }) {
      const absent = model.features.filter((name) => definitions[name] === undefined)
      if (absent.length > 0) throw new UserError(`missing definition hash: ${absent.join(', ')}`)
      const entry: ModelEntry = checked({
        ...rest,
        schema: SCHEMA_VERSION,
        code: VERSION,
        features: model.features.map((name) => ({ name, hash: definitions[name] })),
        model: plain(model),
        golden: goldenOf(model, x),
      })
      const path = pathOf(entry.id)
      const text = seal(entry)
      const present = await readOrNull(path)
      if (present !== null && present !== text)
        throw new UserError(`duplicate model: ${JSON.stringify(entry.id)} [${path}]`, 409)
      if (present === null) await writeAtomic(path, text)
      return registry.load(entry.id, definitions)
    },
    async load(id, definitions) {
      const path = pathOf(id)
      const text = await readOrNull(path)
      if (text === null) throw unknown('model', id, await registry.list())
      const { entry, sha256 } = unseal(text, path)
      if (entry.id !== id) throw invalid('model id', entry.id, `${path} holds another model`)
      const model = restore(entry.model as Json)
      if (definitions) checkDefinitions(entry, definitions, path)
      checkGolden(entry, model, path)
      return { entry, model, sha256 }
    },
    path: pathOf,
  }
  return registry
}

/** The file's text: canonical JSON with the SHA-256 of everything else in it. */
function seal(entry: ModelEntry): string {
  return `${canonical({ ...entry, sha256: hashOf(entry) })}\n`
}

/** Refuses every text that `seal` would not have written, to the byte. */
function unseal(text: string, path: string): { entry: ModelEntry; sha256: string } {
  const parsed = parse(text, path)
  if (typeof parsed !== 'object' || parsed === null || !('sha256' in parsed))
    throw missing('SHA-256 in model file', path)
  const { sha256, ...body } = parsed as { readonly sha256: unknown }
  const actual = hashOf(body)
  if (actual !== sha256 || text !== `${canonical(parsed)}\n`) {
    throw invalid(
      'SHA-256 of model file',
      path,
      `it says ${String(sha256).slice(0, 12)}, its content is ${actual.slice(0, 12)}; restore or retrain it`,
    )
  }
  return { entry: checked(body, path), sha256: actual }
}

function checked(body: unknown, path = 'new model'): ModelEntry {
  const { schema } = body as { readonly schema?: unknown }
  if (schema !== SCHEMA_VERSION)
    throw invalid(
      'format of model file',
      schema ?? null,
      `${path}: this release reads ${SCHEMA_VERSION}; train the model again`,
    )
  const parsed = entrySchema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw invalid('model file', path, `${issue.path.join('.')}: ${issue.message}`)
}

function checkDefinitions(
  { features }: ModelEntry,
  definitions: Readonly<Record<string, string>>,
  path: string,
): void {
  const moved = features.filter(({ name, hash }) => definitions[name] !== hash).map(({ name }) => name)
  if (moved.length > 0)
    throw new UserError(
      `invalid features of model: ${moved.join(', ')} [their definition changed since ${path} was trained; retrain]`,
      409,
    )
}

function goldenOf(model: FittedModel, x: FeatureMatrix): ModelEntry['golden'] {
  if (x.rows === 0) throw missing('rows for golden vectors', 0)
  const count = Math.min(GOLDEN_ROWS, x.rows)
  const rows = takeRows(
    x,
    Int32Array.from({ length: count }, (_, i) => Math.floor((i * x.rows) / count)),
  )
  return {
    rows: Array.from({ length: count }, (_, i) =>
      rows.columns.map((column) => (Number.isFinite(column[i]) ? column[i] : null)),
    ),
    margins: [...model.margin(rows)],
  }
}

function checkGolden({ golden, features }: ModelEntry, model: FittedModel, path: string): void {
  const names = features.map(({ name }) => name)
  const columns = names.map((_, j) => Float32Array.from(golden.rows, (row) => row[j] ?? Number.NaN))
  const margins = model.margin({ names, rows: golden.rows.length, columns })
  golden.margins.forEach((expected, i) => {
    // Written so that NaN fails too.
    if (!(Math.abs(margins[i] - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
      throw invalid('golden margin', margins[i], `row ${i} of ${path}: ${expected} when it was saved`)
    }
  })
  if (golden.margins.length !== golden.rows.length || golden.rows.length === 0)
    throw missing('golden vectors', path)
}

function plain(model: FittedModel): z.infer<ReturnType<typeof z.json>> {
  return JSON.parse(JSON.stringify(model))
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('JSON', path, 'the file is damaged; restore or retrain it')
  }
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    if (error instanceof TypeError) throw invalid('UTF-8', path, 'the file is damaged; restore or retrain it')
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Whole or not at all, also through a power cut: temporary file, fsync, rename, fsync of the folder. */
async function writeAtomic(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
