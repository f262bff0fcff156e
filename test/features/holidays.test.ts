import Holidays from 'date-holidays'
import { expect, test } from 'vitest'
import { HOLIDAY_YEARS, HOLIDAYS } from '../../features/holidays.ts'

test.each(['CN', 'AU', 'US'] as const)(
  'the holidays of %s are those that date-holidays computes',
  (country) => {
    const calendar = new Holidays(country)
    const lines: string[] = []
    for (let year = HOLIDAY_YEARS[0]; year <= HOLIDAY_YEARS[1]; year++) {
      // Half days begin at noon and are left out.
      const days = calendar
        .getHolidays(year)
        .filter((day) => day.type === 'public' && day.date.includes('00:00:00'))
        .map((day) => day.date.slice(5, 10).replace('-', ''))
      lines.push(`${year} ${[...new Set(days)].sort().join(' ')}`)
    }
    expect(HOLIDAYS[country].trim().split('\n')).toEqual(lines)
  },
)
