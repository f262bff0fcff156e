/** The words that an application may use: those that the models know and the book's policies bear. */
import { sql } from 'kysely'
import type { FeatureView } from '../../feature.ts'
import type { ApplicationWords } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { featureColumns } from './snapshot-facts.ts'

/** By indicator of a policy that is a category, in the order of its list; one that the run did not compute is left out. */
export async function applicationWordsOf(
  view: View,
  views: readonly FeatureView[],
): Promise<ApplicationWords> {
  const columns = (await featureColumns(view)).get('policy') ?? []
  const lists = views
    .filter(({ entity }) => entity === 'policy')
    .flatMap(({ features }) => Object.entries(features))
    .flatMap(([name, { categories }]) => (categories && columns.includes(name) ? [{ name, categories }] : []))
  if (lists.length === 0) return { words: {} }
  return view.once('words of applications', async () => {
    const { rows } = await sql<Record<string, (number | null)[]>>`
      select ${sql.join(lists.map(({ name }) => sql`list(distinct ${sql.ref(name)}) as ${sql.ref(name)}`))}
      from feature.policy`.execute(view.warehouse.db)
    return {
      words: Object.fromEntries(
        // Categories count from one.
        lists.map(({ name, categories }) => [
          name,
          categories.filter((_, i) => rows[0]?.[name]?.includes(i + 1)),
        ]),
      ),
    }
  })
}
