/** Mentions: what articles and posts speak of. */
export { findMentions, type MentionReport } from './find-mentions.ts'
export { type Document, type Finder, type Mention, mentionFinder } from './finder.ts'
