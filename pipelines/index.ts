/** The shelf of books. */
import type { Book } from 'claimscope'
import { book as carclaims } from './carclaims/index.ts'
import { book as febrl } from './febrl/index.ts'
import { book as frenchMotor } from './french-motor/index.ts'
import { book as insurer } from './insurer/index.ts'
import { book as medicare } from './medicare/index.ts'

export const books: readonly Book[] = [insurer, carclaims, medicare, frenchMotor, febrl]
