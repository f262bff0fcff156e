/** Which model of a task scores: the last entry of an append-only list, so that every change is kept and can be taken back. */
import { unknown } from '../errors.ts'
import { ledger } from '../warehouse/index.ts'

/** Why a model took its place. */
export type Appointed = 'first' | 'refresh' | 'successor' | 'promotion' | 'rollback'

/** One change of champion. */
export interface Appointment {
  readonly task: string
  readonly modelId: string
  /** The champion until then; null for the first. */
  readonly before: string | null
  readonly why: Appointed
  /** In words, for the reader: what was decided on, or what was wrong with the one before. */
  readonly reason: string
  readonly by: string
  readonly at: string
}

export interface Champions {
  /** Every change, oldest first. */
  history(task?: string): Promise<Appointment[]>
  /** The model that scores, or null before the first one. */
  current(task: string): Promise<string | null>
  /** Makes a model the champion of its task; one flushed line, so that readers see the old one or the new one. */
  appoint(appointment: Omit<Appointment, 'before'>): Promise<Appointment>
  /** Champions of a task, the present one first, each once. */
  line(task: string): Promise<string[]>
  /**
   * The champion that the present one replaced, found by walking back over rollbacks.
   * @throws UserError (404) when there is none.
   */
  previous(task: string): Promise<string>
}

/** The champions of a book, kept in `<home>/books/<book>/ledger/champions.jsonl`. */
export function champions(home: string, book: string): Champions {
  const kept = ledger<Appointment>(home, book, 'champions')
  const history = async (task?: string) =>
    (await kept.read()).filter((one) => task === undefined || one.task === task)
  const current = async (task: string) => (await history(task)).at(-1)?.modelId ?? null
  return {
    history,
    current,
    async appoint(appointment) {
      const entry = { ...appointment, before: await current(appointment.task) }
      await kept.append([entry])
      return entry
    },
    line: async (task) => [...new Set((await history(task)).map(({ modelId }) => modelId).reverse())],
    async previous(task) {
      // A rollback takes the last appointment away; what is left below it is what a further one goes back to.
      const stack: string[] = []
      for (const { modelId, why } of await history(task)) {
        if (why === 'rollback') stack.pop()
        else stack.push(modelId)
      }
      const found = stack.at(-2)
      if (found === undefined) throw unknown('earlier champion of task', task)
      return found
    },
  }
}
