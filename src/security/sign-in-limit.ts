/** Brake on guessing passwords: failures are counted by user and address, and by address alone. */
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { UserError } from '../errors.ts'

export const DEFAULTS = {
  /** Failures of one user from one address before it has to wait. */
  perUser: 8,
  /** Failures from one address, over all users. */
  perAddress: 40,
  /** Seconds that a failure counts. */
  window: 900,
} as const

export interface SignInLimit {
  /** @throws UserError (429) when there were too many failures. */
  check(username: string, address: string): Promise<void>
  failed(username: string, address: string): Promise<void>
  succeeded(username: string, address: string): Promise<void>
}

export function signInLimit(options: Partial<Record<keyof typeof DEFAULTS, number>> = {}): SignInLimit {
  const { perUser, perAddress, window } = { ...DEFAULTS, ...options }
  const users = new RateLimiterMemory({ points: perUser, duration: window })
  const addresses = new RateLimiterMemory({ points: perAddress, duration: window })
  const userKey = (username: string, address: string) => `${address} ${username.toLowerCase()}`
  const refuse = async (limiter: RateLimiterMemory, key: string) => {
    const state = await limiter.get(key)
    if (!state || state.remainingPoints > 0) return
    const minutes = Math.max(1, Math.ceil(state.msBeforeNext / 60_000))
    throw new UserError(`invalid sign-in: too many failures [wait ${minutes} min]`, 429)
  }
  return {
    async check(username, address) {
      await refuse(addresses, address)
      await refuse(users, userKey(username, address))
    },
    async failed(username, address) {
      await Promise.all([users.penalty(userKey(username, address)), addresses.penalty(address)])
    },
    async succeeded(username, address) {
      await users.delete(userKey(username, address))
    },
  }
}
