/** Session tokens: 256 random bits for the holder, their SHA-256 for the store. */
import { createHash, randomBytes } from 'node:crypto'

/** A new token, 43 characters of base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the store keeps of a token; the token cannot be had back from it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
