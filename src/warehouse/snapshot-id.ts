/** Names of snapshots: a moment in UTC, so that they sort by time, and a salt, so that two of one second differ. */
import { createHash } from 'node:crypto'
import { invalid } from '../errors.ts'

const FORM = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/

/** `20261122T093000Z-1a2b3c` for a moment and any salt. */
export function snapshotId(now: Date, salt: string): string {
  const stamp = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')
  return `${stamp}-${createHash('sha256').update(salt).digest('hex').slice(0, 6)}`
}

/** The name itself, if it is safe as a file name. */
export function safeName(thing: string, name: string): string {
  if (!FORM.test(name) || name.includes('..')) throw invalid(thing, name, 'letters, digits, - _ .')
  return name
}
