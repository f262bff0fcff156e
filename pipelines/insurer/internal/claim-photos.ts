/** Photos of claims, by a hash of what they show. */
import { asText, asTimestamp, reference, required, source, steady, volume } from 'claimscope'

export const claimPhotos = source({
  name: 'insurer/claim_photos',
  title: { en: 'Photos of claims', zh: '赔案照片' },
  into: 'core.claim_photo',
  description: {
    en: 'Perceptual hashes of the photos that come with claims, a file for each year of report',
    zh: '随赔案提交照片的感知哈希，每个报案年度一个文件',
  },
  publisher: 'picture store',
  origin: 'internal',
  files: 'internal/photos-*.csv',
  format: 'csv',
  optional: true,
  columns: {
    photo_id: required(asText('photo_no')),
    claim_id: required(asText('claim_no')),
    content_hash: required(asText('content_hash')),
    taken_at: asTimestamp('taken_at'),
    event_at: required(asTimestamp('entered_at')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    reference('claim_id', 'core.claim', {
      name: 'claim_photos_claim_known',
      meaning: { en: 'the claim is in the book', zh: '赔案在账册内' },
    }),
    {
      name: 'claim_photos_hash',
      severity: 'warn',
      meaning: { en: 'a hash has 16 hexadecimal digits', zh: '哈希为16位十六进制数' },
      sql: "select photo_id, content_hash from {rows} where not regexp_full_match(content_hash, '[0-9A-Fa-f]{16}')",
    },
    {
      name: 'claim_photos_before_sent',
      severity: 'warn',
      meaning: { en: 'a photo is taken before it is sent', zh: '照片先拍摄后上传' },
      sql: 'select photo_id, taken_at, known_at from {rows} where taken_at > known_at',
    },
    volume({ change: 0.7 }),
    steady(),
  ],
  sample: `photo_no,claim_no,content_hash,taken_at,entered_at
F00000001,CL23-0000001,7b862f7dd38ee88e,2023-07-01 09:31:00,2023-07-02 07:53:00
F00000002,CL23-0000001,a018be3617bc39f6,,2023-07-02 07:54:00
`,
})
