/** Names, addresses and numbers of dataset 1. */
import { identitiesOf } from './file.ts'

export const dataset1Identities = identitiesOf('dataset1')
