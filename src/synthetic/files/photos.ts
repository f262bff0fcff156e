/** The photos that come with claims, as the picture store knows them: a hash of what they show and when they were taken. */
import { END, isoMinute } from '../calendar.ts'
import type { Draft } from '../draft.ts'
import type { Writers } from '../writers.ts'
import { PHOTO } from './claim-columns.ts'
import { yearly } from './claims.ts'

export function photoFiles(out: Writers): { write(draft: Draft): void } {
  const files = yearly(out, 'internal/photos', PHOTO)
  let count = 0
  return {
    write(draft) {
      for (const { hash, taken, sent } of draft.photos)
        files(draft.reported).write([
          `F${String(++count).padStart(8, '0')}`,
          draft.id,
          hash,
          taken < 0 ? '' : isoMinute(taken),
          isoMinute(Math.min(END, sent)),
        ])
    },
  }
}
