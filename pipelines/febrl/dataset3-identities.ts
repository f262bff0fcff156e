/** Names, addresses and numbers of dataset 3. */
import { identitiesOf } from './file.ts'

export const dataset3Identities = identitiesOf('dataset3')
