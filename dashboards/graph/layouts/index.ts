/** The shelf of layouts that are worked out on the page; the force layout of large pictures goes to the worker. */
import type { LayoutName } from '../state.ts'
import { concentric } from './concentric.ts'
import { force } from './force.ts'
import type { LayoutInput, Places } from './layout.ts'
import { radial } from './radial.ts'
import { byTime } from './time.ts'

export const layouts: Readonly<Record<LayoutName, (input: LayoutInput) => Places>> = {
  force,
  radial,
  concentric,
  time: byTime,
}
