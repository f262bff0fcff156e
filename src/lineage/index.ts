/** Lineage: the rows that bear on a value, and where each of them came from. */
export { type Bearing, bearing, refKey } from './bearing.ts'
export { keyText } from './keys.ts'
export { type MadeFrom, madeFrom, makerOf, type Place, placesOf } from './origin.ts'
export { type Overlay, openOverlay } from './overlay.ts'
export { type Reached, reach } from './reach.ts'
export { type Reads, readsOf, type TableSize, tableSizes } from './reads.ts'
export { rowByKey, tableNamed } from './row.ts'
