/** What customers say of their claims, in Chinese and English. */
import type { Random } from '../../util/random.ts'
import { DAY, END, isoMinute } from '../calendar.ts'
import type { Draft } from '../draft.ts'
import { REGIONS } from '../places.ts'
import { customerId } from '../world.ts'
import type { Writers } from '../writers.ts'
import { FEEDBACK } from './claim-columns.ts'

const SAID = {
  cn: {
    good: [
      '理赔很快，服务态度好',
      '流程简单，三天就到账了，很满意',
      '客服耐心解答，谢谢',
      '手机上传资料很方便',
    ],
    middle: ['总体还可以，就是材料要求有点多', '处理时间一般，结果可以接受', '定损金额比预期少一点'],
    bad: [
      '等了快一个月还没有结果，太慢了',
      '客服态度很差，互相推诿',
      '定损金额太低，修理厂不认',
      '材料反复要求补交，很不满意',
      '一直打电话没人接，要投诉',
    ],
  },
  au: {
    good: [
      'Quick payment, friendly staff',
      'Easy online form and paid within three days',
      'The adjuster explained everything, thank you',
      'Smooth from start to finish',
    ],
    middle: [
      'Fine overall, a lot of paperwork',
      'Took a while but the result is fair',
      'Payout a bit lower than expected',
    ],
    bad: [
      'Waited a month and still no answer',
      'Rude on the phone and passed around',
      'The amount offered does not cover the repair',
      'Asked for the same documents three times',
      'Nobody calls back, I will complain',
    ],
  },
} as const

export interface FeedbackFile {
  write(draft: Draft): void
}

export function feedbackFile(out: Writers, random: Random): FeedbackFile {
  const file = out.jsonl('internal/feedback.jsonl', FEEDBACK)
  let n = 0
  return {
    write(draft) {
      const slow = draft.assessed ? (draft.assessed - draft.reported) / DAY : 30
      if (!random.chance(0.16 + (slow > 15 ? 0.12 : 0))) return
      const at = (draft.assessed || draft.reported) + random.int(600, 25 * DAY)
      if (at > END) return
      const mood = Math.min(5, Math.max(1, Math.round(4.1 - slow * 0.07 + random.normal(0, 1.1))))
      const words = SAID[(REGIONS[draft.region] as (typeof REGIONS)[number]).country]
      const body = random.pick(mood >= 4 ? words.good : mood === 3 ? words.middle : words.bad)
      file.write([
        `FB${++n}`,
        draft.id,
        customerId(draft.claimant),
        random.pick(['app', 'phone', 'survey', 'web']),
        mood,
        body,
        isoMinute(at),
      ])
    },
  }
}
