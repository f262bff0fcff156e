/** A measure between 0 and 1 with its interval. */
export function Interval({ value, low, high }: { value: number; low: number | null; high: number | null }) {
  const at = (x: number) => `${Math.max(0, Math.min(1, x)) * 100}%`
  return (
    <span class="interval" aria-hidden="true">
      {low !== null && high !== null && (
        <i class="span" style={{ left: at(low), width: `calc(${at(high)} - ${at(low)})` }} />
      )}
      <i class="point" style={{ left: at(value) }} />
    </span>
  )
}
