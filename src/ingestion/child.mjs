/** Starts the process that loads: TypeScript has to be understood before anything else. */
import { register } from 'tsx/esm/api'

register()
await import('./child.ts')
