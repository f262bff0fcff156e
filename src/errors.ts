/** The errors that claimscope raises on purpose. */

/**
 * A fault of the caller: a bad option, file, id or request. Shown as one sentence, never with a stack.
 * Message form: `<invalid|missing|unknown|duplicate> <thing>: <value> [where, and what to do]`.
 */
export class UserError extends Error {
  /** HTTP status that the API answers with: 400 malformed, 403 forbidden, 404 unknown, 409 conflict, 422 unusable. */
  readonly status: number
  constructor(message: string, status = 400) {
    super(message)
    this.name = 'UserError'
    this.status = status
  }
}

/** `unknown thing: "x" [one of a, b, c]`, as an error with status 404. */
export function unknown(thing: string, value: unknown, known: readonly string[] = []): UserError {
  const hint = known.length > 0 ? ` [one of ${known.slice(0, 20).join(', ')}]` : ''
  return new UserError(`unknown ${thing}: ${JSON.stringify(value)}${hint}`, 404)
}

/** `invalid thing: "x" [what to do]`, as an error with status 400. */
export function invalid(thing: string, value: unknown, hint?: string): UserError {
  return new UserError(`invalid ${thing}: ${JSON.stringify(value)}${hint ? ` [${hint}]` : ''}`, 400)
}

/** `missing thing: "x" [what to do]`, as an error with status 400. */
export function missing(thing: string, value: unknown, hint?: string): UserError {
  return new UserError(`missing ${thing}: ${JSON.stringify(value)}${hint ? ` [${hint}]` : ''}`, 400)
}
