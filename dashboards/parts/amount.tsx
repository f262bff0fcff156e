/** Money: compact to read, in full on hover. */
import { money, moneyFull } from '../format.ts'

export function Amount({ of }: { of: number | null | undefined }) {
  return (
    <span class="nowrap" title={of === null || of === undefined ? undefined : moneyFull(of)}>
      {money(of)}
    </span>
  )
}
