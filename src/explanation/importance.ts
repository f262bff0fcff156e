/** Which features move a model's margin, and by how much: means of the absolute Shapley values. */
import type { Explanation } from '../model.ts'

export interface Importance {
  readonly name: string
  /** Mean absolute contribution, in units of the margin. */
  readonly importance: number
}

/** Every feature, the weightiest first. */
export function importances({ names, parts, rows }: Explanation): Importance[] {
  return names
    .map((name, j) => {
      let sum = 0
      for (const value of parts[j]) sum += Math.abs(value)
      return { name, importance: rows.length > 0 ? sum / rows.length : 0 }
    })
    .sort((a, b) => b.importance - a.importance || (a.name < b.name ? -1 : 1))
}
