/** Lineage: the rows that bear on a value, and where each of them came from. */
export { bearing, refKey } from './bearing.ts'
export { cellText, keyText } from './keys.ts'
export { type MadeFrom, madeFrom, makerOf, type Place, placesOf } from './origin.ts'
export { openOverlay } from './overlay.ts'
export { type Reached, reach } from './reach.ts'
export { readsOf, tableSizes } from './reads.ts'
export { rowByKey, tableNamed } from './row.ts'
