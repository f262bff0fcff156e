/** Passwords: Argon2id (RFC 9106), with the parameters that OWASP's password storage sheet asks for at least. */
import { hash, verify } from '@node-rs/argon2'

export const DEFAULTS = {
  /** KiB. */
  memoryCost: 19456,
  timeCost: 2,
  parallelism: 1,
} as const

/** The encoded hash of a password, its salt and parameters inside. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, DEFAULTS)
}

/** Whether a password is the one that was hashed; false for a hash that cannot be read. */
export async function verifyPassword(encoded: string, password: string): Promise<boolean> {
  try {
    return await verify(encoded, password)
  } catch {
    return false
  }
}

let decoy: Promise<string> | undefined

/** Takes as long as a real check and is false, so that the time of an answer does not tell whether a user exists. */
export async function verifyNobody(password: string): Promise<false> {
  decoy ??= hashPassword('nobody has this password')
  await verifyPassword(await decoy, password)
  return false
}
