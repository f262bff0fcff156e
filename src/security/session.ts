/** Signing in and staying signed in: a random token for the browser, its hash in the store, an end that slides with use. */
import { UserError } from '../errors.ts'
import type { Operations } from '../operations/index.ts'
import { verifyNobody, verifyPassword } from './password.ts'
import type { Principal } from './role.ts'
import { hashToken, newToken } from './token.ts'

export const DEFAULTS = {
  /** A session ends this long after its last use, in ms. */
  idleMs: 8 * 3_600_000,
  /** And this long after it began, whatever its use. */
  longestMs: 24 * 3_600_000,
  /** Its end is moved at most this often, in ms, so that reading does not write. */
  slideMs: 300_000,
} as const

/** What of the operations store signing in needs. */
export type SessionStore = Pick<Operations, 'users' | 'sessions' | 'audit' | 'transaction'>

export interface SignedIn {
  readonly user: Principal
  readonly expiresAt: Date
}

/**
 * Checks a password and begins a session.
 * @throws UserError (401) for a wrong password and an unknown or disabled user alike.
 */
export async function signIn(
  store: SessionStore,
  { username, password, at }: { username: string; password: string; at: Date },
): Promise<SignedIn & { readonly token: string }> {
  const encoded = await store.users.passwordHash(username)
  const right = encoded === null ? await verifyNobody(password) : await verifyPassword(encoded, password)
  const user = right ? await principal(store, username) : null
  if (!user) {
    await store.audit.record({ at, actor: 'anonymous', action: 'session.refused', subject: username })
    throw new UserError('invalid sign-in: username or password [check both and try again]', 401)
  }
  const token = newToken()
  const expiresAt = new Date(at.getTime() + DEFAULTS.idleMs)
  await store.sessions.start({ tokenHash: hashToken(token), username, createdAt: at, expiresAt })
  return { user, token, expiresAt }
}

/** The user of a token; null when the session has ended or never was. Use moves the end of the session. */
export async function authenticate(store: SessionStore, token: string, at: Date): Promise<SignedIn | null> {
  const tokenHash = hashToken(token)
  const session = await store.sessions.find(tokenHash, at)
  if (!session) return null
  const user = await principal(store, session.username)
  if (!user) return null
  const longest = session.createdAt.getTime() + DEFAULTS.longestMs
  const expiresAt = new Date(Math.min(longest, at.getTime() + DEFAULTS.idleMs))
  if (expiresAt.getTime() - session.expiresAt.getTime() < DEFAULTS.slideMs)
    return { user, expiresAt: session.expiresAt }
  await store.transaction((tx) =>
    tx.updateTable('session').set({ expires_at: expiresAt }).where('token_hash', '=', tokenHash).execute(),
  )
  return { user, expiresAt }
}

/** Ends the session of a token. */
export function signOut(store: SessionStore, token: string, at: Date): Promise<void> {
  return store.sessions.end(hashToken(token), at)
}

async function principal(store: SessionStore, username: string): Promise<Principal | null> {
  const user = await store.users.find(username)
  if (!user || user.isDisabled) return null
  return { username: user.username, name: user.name, role: user.role, lines: user.lines }
}
