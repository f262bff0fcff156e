/** What the network features add, in a sentence. */
import type { EvaluatedMetric } from '../evaluation.ts'

/** `... AUC 0.0041 (-0.0020 to 0.0101), average precision ...`, and whether the intervals hold 0. */
export function networkRemark(gained: Readonly<Record<string, EvaluatedMetric>>): string {
  const { network_gain_roc_auc: auc, network_gain_average_precision: precision } = gained
  const told = ({ value, low, high }: EvaluatedMetric) =>
    `${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`
  const isSure = [auc, precision].some(({ low, high }) => low > 0 || high < 0)
  return `With the network's features beside the others, the same model differs by ${told(auc)} in AUC and by ${told(precision)} in average precision on the same rows (95 %, paired bootstrap)${isSure ? '' : ': no difference can be told'}.`
}
