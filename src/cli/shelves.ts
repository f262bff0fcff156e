/** Everything on the shelves, gathered once: the only place where engine and content meet. */
import { views } from '../../features/index.ts'
import { books } from '../../pipelines/index.ts'
import { links } from '../links/index.ts'
import { rules } from '../rules/index.ts'
import type { Shelves } from '../run/context.ts'
import { signals } from '../signals/index.ts'

export const shelves: Shelves = { books, views, rules, links, signals }
