/** Short forms for the rows of worked examples. */

/** A moment in UTC: `at('2024-03-01')`, `at('2024-03-01 14:30')`. */
export const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`)

/** A claim whose loss, report and knowledge fall on one moment. */
export const lossAt = (text: string) => {
  const moment = at(text)
  return {
    loss_at: moment,
    loss_date: text.slice(0, 10),
    reported_at: moment,
    event_at: moment,
    known_at: moment,
  }
}
