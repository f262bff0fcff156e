/** Records of a JSON answer as they came: a number of twenty digits or a trailing zero survives, which parsing would lose. */
import { UserError } from '../errors.ts'

const DEFAULTS = { depth: 64 } as const

const isSpace = (c: number) => c === 32 || c === 10 || c === 13 || c === 9

function afterSpace(text: string, at: number): number {
  let i = at
  while (isSpace(text.charCodeAt(i))) i++
  return i
}

/** The end of the string that begins at `at`. */
function afterString(text: string, at: number): number {
  let i = at + 1
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1
  return i + 1
}

/** The end of the value that begins at `at`. */
function afterValue(text: string, at: number): number {
  if (text[at] === '"') return afterString(text, at)
  let i = at
  if (text[at] !== '{' && text[at] !== '[') {
    while (i < text.length && !/[,\]}\s]/.test(text[i])) i++
    return i
  }
  for (let depth = 0; ; ) {
    const c = text[i]
    if (c === '"') {
      i = afterString(text, i)
      continue
    }
    i++
    if (c === '{' || c === '[') depth++
    else if ((c === '}' || c === ']') && --depth === 0) return i
  }
}

/** Refuses what is nested deeper than parsers downstream can bear; runs before the text is known to be JSON. */
function assertShallow(text: string): void {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '"') {
      i++
      while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1
    } else if (c === '{' || c === '[') {
      if (++depth > DEFAULTS.depth)
        throw new UserError(`invalid answer: JSON nested deeper than ${DEFAULTS.depth}`, 422)
    } else if (c === '}' || c === ']') depth--
  }
}

export interface Slices {
  /** The answer, parsed. */
  readonly value: unknown
  readonly records: readonly Slice[]
}

export interface Slice {
  /** The record as it came, on one line. */
  readonly text: string
  readonly value: unknown
}

/**
 * Reads an answer and cuts the array at `path` (`data.items`; empty for the answer itself) into its elements' texts.
 * @throws UserError for what is no JSON, too deep, or has no array of objects there.
 */
export function sliceRecords(text: string, path: string): Slices {
  assertShallow(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UserError(`invalid answer: no JSON [${(error as Error).message.slice(0, 120)}]`, 422)
  }
  let at = afterSpace(text, 0)
  for (const key of path === '' ? [] : path.split('.')) at = startOf(text, at, key, path)
  if (text[at] !== '[') throw new UserError(`invalid answer: no array at ${JSON.stringify(path)}`, 422)
  const values = (path === '' ? value : valueAt(value, path)) as readonly unknown[]
  const records: Slice[] = []
  let i = afterSpace(text, at + 1)
  while (text[i] !== ']') {
    const end = afterValue(text, i)
    if (text[i] !== '{')
      throw new UserError(
        `invalid answer: element ${records.length + 1} of ${JSON.stringify(path)} is no object`,
        422,
      )
    records.push({ text: onOneLine(text.slice(i, end)), value: values[records.length] })
    i = afterSpace(text, end)
    if (text[i] === ',') i = afterSpace(text, i + 1)
  }
  return { value, records }
}

/** Where the value of `key` begins in the object that begins at `at`. The last of equal keys counts, as in parsing. */
function startOf(text: string, at: number, key: string, path: string): number {
  let found = -1
  if (text[at] === '{') {
    let i = afterSpace(text, at + 1)
    while (text[i] !== '}') {
      const end = afterString(text, i)
      const name = JSON.parse(text.slice(i, end)) as string
      i = afterSpace(text, afterSpace(text, end) + 1)
      if (name === key) found = i
      i = afterSpace(text, afterValue(text, i))
      if (text[i] === ',') i = afterSpace(text, i + 1)
    }
  }
  if (found < 0) throw new UserError(`invalid answer: nothing at ${JSON.stringify(path)}`, 422)
  return found
}

/** The same JSON without line ends; those inside of strings are escaped already. */
const onOneLine = (text: string): string =>
  /[\r\n]/.test(text)
    ? text.replace(/("[^"\\]*(?:\\.[^"\\]*)*")|\s+/g, (_all, literal: string | undefined) => literal ?? '')
    : text

/** The value at a path of a parsed answer; undefined where there is none. */
export function valueAt(value: unknown, path: string): unknown {
  let found = value
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined
    found = (found as Record<string, unknown>)[key]
  }
  return found
}
