/** Starts the process that loads: TypeScript has to be understood before anything else. */
import { register } from 'tsx/esm/api'

register()
// Columns speak of SQL functions that the shelf of transforms declares.
await import('../transforms/index.ts')
await import('./child.ts')
