/** Names and figures of watched series as people read them. */
import { count, decimal, money, percent } from '../format.ts'
import { term } from '../terms.ts'

/** The parts of a series' name in the page's language. */
export const seriesName = (series: string): string =>
  series
    .split(':')
    .map((part) => term(part, 'line'))
    .join(', ')

/** How values of a unit are written. */
export const shownOf = (unit: string) => (value: number | null | undefined) =>
  unit === 'share'
    ? percent(value)
    : unit === 'money'
      ? money(value)
      : value !== null && value !== undefined && value % 1
        ? decimal(value, 1)
        : count(value)

/** A runbook `1. Do this. 2. Do that.` as its steps. */
export const stepsOf = (text: string): string[] =>
  text
    .split(/(?:^|(?<=[.!?。！？)）]))\s*\d+\.\s+/)
    .map((step) => step.trim())
    .filter((step) => step !== '')
