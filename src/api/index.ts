/** The API: an app to be handed a context, and a server that runs it. */
export { createApp } from './app.ts'
export type {
  ApiCatalog,
  ApiContext,
  LiveScoreResult,
  ScoreClaim,
  ScoreRequest,
} from './context.ts'
export { type ServeOptions, type Server, serve } from './server.ts'
export { type Lease, SnapshotHolder, type View } from './snapshot-holder.ts'
