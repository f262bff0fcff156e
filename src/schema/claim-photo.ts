import { loaded, table, text, timestamp } from './table.ts'

/** Photos of a claim, by what they show: pictures of the same scene have near hashes. */
export const claimPhoto = table(
  'core.claim_photo',
  'one row per photo of a claim',
  ['photo_id'],
  loaded({
    photo_id: text('identifier'),
    claim_id: text('the claim'),
    content_hash: text('perceptual hash of the picture, 16 hexadecimal digits'),
    taken_at: timestamp('when it was taken, as the picture says').optional(),
  }),
)
