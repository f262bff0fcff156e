/** What befell the insured, in both languages. Books bring words of their own: one that nobody wrote down is told as it stands. */
import type { Text } from '../util/text.ts'

const PERIL_WORDS: Readonly<Record<string, Text>> = {
  collision: { en: 'collision', zh: '碰撞' },
  rear_end: { en: 'rear-end collision', zh: '追尾' },
  parking: { en: 'parking', zh: '停车剐蹭' },
  single_vehicle: { en: 'single-vehicle', zh: '单车事故' },
  theft: { en: 'theft', zh: '盗抢' },
  fire: { en: 'fire', zh: '火灾' },
  glass: { en: 'glass', zh: '玻璃' },
  hail: { en: 'hail', zh: '冰雹' },
  flood: { en: 'flood', zh: '洪水' },
  storm: { en: 'storm', zh: '风暴' },
  vandalism: { en: 'vandalism', zh: '人为损坏' },
  illness: { en: 'illness', zh: '疾病' },
  injury: { en: 'injury', zh: '伤害' },
  maternity: { en: 'maternity', zh: '生育' },
  fall: { en: 'fall', zh: '跌倒' },
  traffic: { en: 'traffic accident', zh: '交通事故' },
  sports: { en: 'sports', zh: '运动' },
  burn: { en: 'burn', zh: '烧烫伤' },
  work: { en: 'work accident', zh: '工伤' },
  delay: { en: 'delay', zh: '延误' },
  cancellation: { en: 'cancellation', zh: '取消' },
  baggage: { en: 'baggage', zh: '行李' },
  medical: { en: 'medical', zh: '医疗' },
  drought: { en: 'drought', zh: '干旱' },
  frost: { en: 'frost', zh: '霜冻' },
  pest: { en: 'pest', zh: '病虫害' },
  wind: { en: 'wind', zh: '大风' },
  typhoon: { en: 'typhoon', zh: '台风' },
  rain: { en: 'rain', zh: '暴雨' },
  death: { en: 'death', zh: '身故' },
  disability: { en: 'disability', zh: '伤残' },
}

/** A peril in words. */
export function perilText(peril: string): Text {
  const plain = peril.replaceAll('_', ' ')
  return PERIL_WORDS[peril] ?? { en: plain, zh: plain }
}
