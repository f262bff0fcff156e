/** The API: an app to be handed a context, and a server that runs it. */
export { createApp } from './app.ts'
export type { ApiContext, Replay, ScoreApplication, ScoreClaim, ThresholdTrial } from './context.ts'
export { type Server, serve } from './server.ts'
export { SnapshotHolder } from './snapshot-holder.ts'
