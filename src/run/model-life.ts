/** The life of a book's models, for the desk and the command line: what serves, what is on trial, what was decided, what is due. */
import { stat } from 'node:fs/promises'
import type { Book, Task } from '../book.ts'
import { UserError, unknown } from '../errors.ts'
import { toOnnx } from '../models/onnx/index.ts'
import type { By, Promotions, Proposal } from '../operations/index.ts'
import type { Text } from '../util/text.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { type CardDocument, cardDocument } from './card-document.ts'
import { type Appointment, champions } from './champions.ts'
import { compareKept, type ModelComparison } from './compare-kept.ts'
import type { Shelves } from './context.ts'
import { modelFiles } from './model-files.ts'
import { type Refused, readServing } from './serving.ts'

/** What serves a task, and what stands beside it. */
export interface TaskLife {
  readonly task: string
  readonly title: Text
  readonly entity: string
  readonly champion: string | null
  /** The model that live scoring uses: the champion, unless its file is refused. */
  readonly serving: string | null
  readonly refused: readonly Refused[]
  /** Trained after the champion was, and never appointed; the newest first. */
  readonly challengers: readonly string[]
  /** Champions, the latest change first. */
  readonly history: readonly Appointment[]
}

export interface ModelLife {
  tasks(): Promise<TaskLife[]>
  /** What serves each task, for the health of the server. */
  serving(): Promise<Pick<TaskLife, 'task' | 'entity' | 'champion' | 'serving' | 'refused'>[]>
  /** @throws UserError (404) for an unknown model, 400 for a file that is refused. */
  card(modelId: string): Promise<CardDocument>
  /** Holds a model against the champion of its task by the outcomes known at `asOf`. */
  compare(warehouse: Warehouse, modelId: string, asOf: Date, withId?: string): Promise<ModelComparison>
  /** The main model as ONNX. */
  onnx(modelId: string): Promise<Uint8Array>
  propose(
    promotions: Promotions,
    warehouse: Warehouse,
    asOf: Date,
    modelId: string,
    reason: string,
    by: By,
  ): Promise<Proposal>
  /** Makes the proposed model the champion; by another person than the one who proposed it. */
  approve(promotions: Promotions, proposalId: string, note: string, by: By): Promise<Proposal>
  /** Puts the champion before back, at once. */
  rollback(promotions: Promotions, task: string, reason: string, by: By): Promise<Appointment>
}

export function modelLife(
  home: string,
  book: Pick<Book, 'name' | 'tasks' | 'stages'>,
  shelves: Pick<Shelves, 'views' | 'rules'>,
): ModelLife {
  const files = modelFiles(home, book.name)
  const champion = champions(home, book.name)
  const rules = book.stages.includes('rules') ? shelves.rules : []
  const servingOf = rememberedServing(async (task: Task) => {
    const definitions = { entity: task.entity, views: shelves.views, rules }
    try {
      const { kept, refused } = await readServing(home, book.name, task.name, null, definitions)
      return { serving: kept.modelId, refused }
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const current = await champion.current(task.name)
      return {
        serving: null,
        refused: current === null ? [] : [{ modelId: current, reason: error.message }],
      }
    }
  })
  const find = async (modelId: string) => {
    const ids = await files.mains()
    if (!ids.includes(modelId)) throw unknown('model', modelId, ids.slice(-8))
    return files.load(modelId)
  }
  const taskOf = (name: string): Task => {
    const task = book.tasks.find((one) => one.name === name)
    if (!task)
      throw unknown(
        'task',
        name,
        book.tasks.map((one) => one.name),
      )
    return task
  }
  const compare: ModelLife['compare'] = async (warehouse, modelId, asOf, withId) => {
    const { entry } = await find(modelId)
    const task = taskOf(entry.task)
    const other = withId ?? (await champion.current(entry.task))
    if (other === null || other === modelId)
      throw new UserError(
        `invalid comparison: ${JSON.stringify(modelId)} [it is the champion; name another model]`,
      )
    const against = (await find(other)).entry
    if (against.task !== entry.task)
      throw new UserError(`invalid comparison: ${against.task} and ${entry.task} are two tasks`)
    return compareKept(warehouse, task, against, entry, asOf)
  }
  const stampOf = async (task: Task) => {
    const ids = (await files.all()).filter((id) => id.startsWith(`${task.name}.`))
    const stats = await Promise.all(ids.map((id) => stat(files.path(id)).catch(() => null)))
    const line = await champion.line(task.name)
    return [...line, ...stats.map((s) => `${s?.mtimeMs} ${s?.size}`)].join('|')
  }
  const serving = () =>
    Promise.all(
      book.tasks.map(async (task) => ({
        task: task.name,
        entity: task.entity,
        champion: await champion.current(task.name),
        ...(await servingOf(task, await stampOf(task))),
      })),
    )
  return {
    serving,
    async tasks() {
      const history = await champion.history()
      const ids = await files.mains()
      return (await serving()).map((now): TaskLife => {
        const task = taskOf(now.task)
        const own = history.filter((one) => one.task === task.name)
        const appointed = new Set(own.map(({ modelId }) => modelId))
        // Ids end in the moment of their run.
        const ages = ids.filter((id) => id.startsWith(`${task.name}.`))
        const newer = now.champion === null ? ages : ages.slice(ages.indexOf(now.champion) + 1)
        return {
          ...now,
          title: task.title,
          challengers: newer.filter((id) => !appointed.has(id)).reverse(),
          history: own.reverse(),
        }
      })
    },
    async card(modelId) {
      const loaded = await find(modelId)
      return cardDocument(loaded, shelves.views, (await champion.current(loaded.entry.task)) === modelId)
    },
    compare,
    async onnx(modelId) {
      const { entry, model } = await find(modelId)
      return toOnnx(model, { name: entry.id, version: entry.code })
    },
    async propose(promotions, warehouse, asOf, modelId, reason, by) {
      const { entry } = await find(modelId)
      const current = await champion.current(entry.task)
      if (current === modelId)
        throw new UserError(`invalid proposal: ${JSON.stringify(modelId)} [it scores already]`, 409)
      const comparison = current === null ? null : await compare(warehouse, modelId, asOf)
      return promotions.propose(
        { book: book.name, task: entry.task, modelId, championId: current, reason, comparison },
        by,
      )
    },
    approve: (promotions, proposalId, note, by) =>
      promotions.approve(proposalId, note, by, async ({ task, modelId, championId, proposedBy }) => {
        const current = await champion.current(task)
        if (current !== championId)
          throw new UserError(
            `invalid proposal: ${JSON.stringify(proposalId)} [${current} scores by now; propose anew]`,
            409,
          )
        // What cannot be read is not promoted.
        await find(modelId)
        await champion.appoint({
          task,
          modelId,
          why: 'promotion',
          reason: note || `proposed by ${proposedBy}`,
          by: by.actor,
          at: by.at.toISOString(),
        })
      }),
    async rollback(promotions, task, reason, by) {
      taskOf(task)
      const from = await champion.current(task)
      const to = await champion.previous(task)
      await find(to)
      let done: Appointment | undefined
      await promotions.rollback({ book: book.name, task, from, to, reason }, by, async () => {
        done = await champion.appoint({
          task,
          modelId: to,
          why: 'rollback',
          reason,
          by: by.actor,
          at: by.at.toISOString(),
        })
      })
      if (!done) throw new Error('rollback was not applied')
      return done
    },
  }
}

/** Reads all files of a task anew only when one of them, or the list of champions, has changed. */
function rememberedServing(read: (task: Task) => Promise<Pick<TaskLife, 'serving' | 'refused'>>) {
  const held = new Map<string, { stamp: string; found: ReturnType<typeof read> }>()
  return (task: Task, stamp: string): ReturnType<typeof read> => {
    const known = held.get(task.name)
    if (known?.stamp === stamp) return known.found
    const found = read(task)
    held.set(task.name, { stamp, found })
    found.catch(() => held.delete(task.name))
    return found
  }
}
