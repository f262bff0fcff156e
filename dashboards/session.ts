/** Who is signed in, known to every page. */
import { signal } from '@preact/signals'
import type { Session, SignedIn } from '../src/api/schemas/index.ts'
import { ApiError, get, post, remove } from './api/client.ts'

/** undefined while nobody has asked yet, null when nobody is signed in. */
export const session = signal<Session | null | undefined>(undefined)

export async function loadSession(): Promise<void> {
  try {
    session.value = await get<Session>('/v1/session')
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    session.value = null
  }
}

export async function signIn(username: string, password: string): Promise<void> {
  session.value = await post<SignedIn>('/v1/session', { username, password })
}

export async function signOut(): Promise<void> {
  await remove('/v1/session')
  session.value = null
}

/** Whether the person may do it: `alert:close`. */
export const may = (permission: string): boolean => session.value?.permissions.includes(permission) ?? false
