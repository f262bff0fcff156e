/** Who may do what: four roles, their permissions as one table, and the lines of business that a user is kept to. */
import { ROLES, type UserRole } from '../operations/index.ts'
import type { Line } from '../schema/words.ts'

const EVERYONE: readonly UserRole[] = ROLES
const DESK: readonly UserRole[] = ['investigator', 'risk_manager', 'administrator']

/** Permission, as `resource:action`, to the roles that hold it. */
export const PERMISSIONS = {
  'overview:read': EVERYONE,
  'alerts:read': DESK,
  'alerts:work': ['investigator', 'administrator'],
  'claims:read': EVERYONE,
  'claims:score': DESK,
  'parties:read': ['investigator', 'underwriter', 'administrator'],
  'providers:read': DESK,
  'policies:read': EVERYONE,
  'applications:score': ['underwriter', 'risk_manager', 'administrator'],
  'rings:read': DESK,
  'rings:export': DESK,
  'cases:read': DESK,
  'cases:work': ['investigator', 'administrator'],
  'signals:read': EVERYONE,
  'models:read': EVERYONE,
  'models:promote': ['risk_manager', 'administrator'],
  'models:export': ['risk_manager', 'administrator'],
  'runs:read': EVERYONE,
  'catalog:read': EVERYONE,
  'quality:read': ['risk_manager', 'administrator'],
  'quarantine:read': ['risk_manager', 'administrator'],
  'quarantine:fix': ['risk_manager', 'administrator'],
  'lineage:read': DESK,
  'reviews:work': ['investigator', 'administrator'],
  'reviews:accept': ['administrator'],
  'associations:read': DESK,
  'thresholds:read': DESK,
  'thresholds:change': ['risk_manager', 'administrator'],
  'scores:export': ['risk_manager', 'administrator'],
  'identities:reveal': ['investigator', 'administrator'],
  'audit:read': ['administrator'],
  'metrics:read': ['administrator'],
} as const satisfies Record<string, readonly UserRole[]>

export type Permission = keyof typeof PERMISSIONS

/** A person who has signed in. `lines` null is all lines of business. */
export interface Principal {
  readonly username: string
  readonly name: string
  readonly role: UserRole
  readonly lines: readonly Line[] | null
}

/** Whether the role of a user holds a permission. */
export function may(user: { readonly role: UserRole }, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly UserRole[]).includes(user.role)
}

/** Every permission of a role, in the order of the table. */
export function permissionsOf(role: UserRole): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => may({ role }, permission))
}

/** Whether a user may see rows of a line of business; rows without a line belong to everybody. */
export function seesLine(user: { readonly lines: readonly Line[] | null }, line: string | null): boolean {
  return user.lines === null || line === null || (user.lines as readonly string[]).includes(line)
}
