/** Identity and what it may see: passwords, sessions, roles, masking, pseudonyms. */
export { createDemoUsers, type DemoUser } from './demo-users.ts'
export {
  maskAddress,
  maskEmail,
  maskLabel,
  maskName,
  maskNumber,
  maskPartyName,
  maskPlate,
} from './masking.ts'
export { hashPassword, verifyPassword } from './password.ts'
export { type Pseudonyms, pseudonyms } from './pseudonym.ts'
export {
  may,
  type Permission,
  type Principal,
  permissionsOf,
  seesLine,
} from './role.ts'
export { authenticate, type SignedIn, signIn, signOut } from './session.ts'
export { type SignInLimit, signInLimit } from './sign-in-limit.ts'
export { hashToken, newToken } from './token.ts'
