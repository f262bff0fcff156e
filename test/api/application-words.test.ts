import { expect, test } from 'vitest'
import { views } from '../../features/index.ts'
import { applicationWordsOf } from '../../src/api/queries/application-words.ts'
import type { View } from '../../src/api/snapshot-holder.ts'
import { smallBook } from '../graph/small-book.ts'

test('an application is offered the words that the models know and the book bears', async () => {
  const warehouse = await smallBook([])
  const view = { warehouse, once: <T>(_: string, make: () => Promise<T>) => make() } as unknown as View
  expect(await applicationWordsOf(view, views)).toEqual({ words: {} })
  await warehouse.execute(
    `create or replace table feature.policy (entity_id varchar, channel double, occupation double)`,
  )
  await warehouse.execute(`insert into feature.policy values ('P1', 1, 3), ('P2', 3, null), ('P3', 1, null)`)
  expect(await applicationWordsOf(view, views)).toEqual({
    words: { channel: ['agent', 'online'], occupation: ['professional'] },
  })
  await warehouse.close()
})
