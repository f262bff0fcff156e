import { rule } from '../rule.ts'
import { GUIDELINES_CN, RMA } from './references.ts'
import { whole } from './show.ts'

export const weatherContradictsPeril = rule({
  id: 'weather_contradicts_peril',
  title: { en: 'Weather on record contradicts the loss', zh: '气象记录与损失不符' },
  entity: 'claim',
  line: 'any',
  severity: 'high',
  status: 'stable',
  weight: 1,
  reads: ['weather_supports_peril', 'neighbour_claims_3d'],
  when: (f) => f.weather_supports_peril === 0 && f.neighbour_claims_3d <= 1,
  reason: (f) => ({
    en: `No weather on record brings this loss, and ${whole(f.neighbour_claims_3d)} neighbour(s) claim for it`,
    zh: `气象记录不支持该损失，周边同类报案${whole(f.neighbour_claims_3d)}笔`,
  }),
  runbook: {
    en: '1. Read the nearest station, and the next nearest. 2. Ask for dated photos with their location. 3. Let the survey say how old the damage is.',
    zh: '1. 查询最近及次近气象站。2. 索取带时间地点的照片。3. 由查勘判断损坏新旧。',
  },
  falsePositives: [
    'Hail and gusts are local; a station 20 km away may see nothing',
    'A loss date that is off by a day',
  ],
  references: [RMA, GUIDELINES_CN],
  hits: [
    { title: 'alone under a clear sky', features: { weather_supports_peril: 0, neighbour_claims_3d: 0 } },
  ],
  misses: [
    { title: 'the whole village claims', features: { weather_supports_peril: 0, neighbour_claims_3d: 14 } },
    { title: 'the storm is on record', features: { weather_supports_peril: 1, neighbour_claims_3d: 0 } },
    {
      title: 'not a peril of the weather',
      features: { weather_supports_peril: Number.NaN, neighbour_claims_3d: Number.NaN },
    },
  ],
})
