/** The four people of the demo: one for each role, with passwords made up when the demo is built. */
import type { Operations, UserRole } from '../operations/index.ts'
import { hashPassword } from './password.ts'

/** Without letters and digits that look alike. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

const DEMO_USERS: readonly { username: string; name: string; role: UserRole }[] = [
  { username: 'investigator', name: 'Lin Wei', role: 'investigator' },
  { username: 'underwriter', name: 'Emma Clarke', role: 'underwriter' },
  { username: 'risk', name: 'Chen Yu', role: 'risk_manager' },
  { username: 'admin', name: 'Alex Morgan', role: 'administrator' },
]

export interface DemoUser {
  readonly username: string
  readonly name: string
  readonly role: UserRole
  readonly password: string
}

/**
 * Creates the demo's users, or gives those that exist a new password, which ends their sessions.
 * @param random random bytes, `node:crypto`'s `randomBytes` unless a test wants the same passwords twice.
 */
export async function createDemoUsers(
  operations: Pick<Operations, 'users'>,
  random: (bytes: number) => Uint8Array,
  at: Date,
): Promise<DemoUser[]> {
  const created: DemoUser[] = []
  const by = { actor: 'demo', at }
  for (const { username, name, role } of DEMO_USERS) {
    const password = demoPassword(random)
    const passwordHash = await hashPassword(password)
    const user = { name, role, lines: null, passwordHash }
    if (await operations.users.find(username))
      await operations.users.update(username, { ...user, isDisabled: false }, by)
    else await operations.users.create({ username, ...user }, by)
    created.push({ username, name, role, password })
  }
  return created
}

/** Three groups of four characters, 59 bits; bytes that would favour some letters are drawn again. */
function demoPassword(random: (bytes: number) => Uint8Array): string {
  const limit = 256 - (256 % ALPHABET.length)
  const letters: string[] = []
  while (letters.length < 12) {
    for (const byte of random(16)) {
      if (byte < limit && letters.length < 12) letters.push(ALPHABET[byte % ALPHABET.length])
    }
  }
  return [0, 4, 8].map((from) => letters.slice(from, from + 4).join('')).join('-')
}
