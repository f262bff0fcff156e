/** Stage associate: which items stand together in claims beyond chance. */
import { type AssociationReport, associate } from '../associations/index.ts'
import type { RunContext } from './context.ts'

export async function findAssociations(
  { warehouse, onProgress }: RunContext,
  asOf: Date,
): Promise<AssociationReport> {
  const report = await associate(warehouse, { asOf })
  onProgress({ stage: 'associate', done: report.rules, unit: 'rules' })
  return report
}
