/** Names, addresses and numbers of dataset 2. */
import { identitiesOf } from './file.ts'

export const dataset2Identities = identitiesOf('dataset2')
