/** Names of methods of forecasting and surveillance as people read them. */
import { percent } from '../format.ts'
import { language } from '../language.ts'
import { TERMS, term } from '../terms.ts'

/** What a forecaster's formal names begin with, and what both languages call it. */
const FAMILIES: readonly (readonly [start: RegExp, en: string, zh: string])[] = [
  [/^ETS\b/, 'exponential smoothing', '指数平滑'],
  [/^ARIMA\b/, 'ARIMA', '自回归移动平均'],
  [/^multiplicative Holt-Winters/, 'exponential smoothing', '乘法指数平滑'],
  [/^Holt-Winters/, 'exponential smoothing', '指数平滑'],
  [/^dynamic Theta/, 'Theta method', '动态 Theta 法'],
  [/^Theta/, 'Theta method', 'Theta 法'],
  [/^(Croston|SBA|TSB)/, 'intermittent demand', '间歇需求法'],
]

/** `ETS(A,N,N) 0.26 + MSTL with dynamic Theta 0.25` with its parts in words and their weights in per cent. */
export function methodName(name: string): string {
  if (TERMS[name]) return term(name)
  return name
    .split(' + ')
    .map((part) => {
      const [, method = part, weight] = /^(.*) (\d\.\d\d)$/.exec(part) ?? []
      return weight === undefined ? oneMethod(method) : `${oneMethod(method)} ${percent(Number(weight))}`
    })
    .join(language.value === 'zh' ? '＋' : ' + ')
}

function oneMethod(name: string): string {
  const isChinese = language.value === 'zh'
  const [, inner] = /^MSTL with (.*)$/.exec(name) ?? []
  if (inner !== undefined)
    return isChinese
      ? `季节分解（MSTL）后用${oneMethod(inner)}`
      : `seasons taken out (MSTL), then ${oneMethod(inner)}`
  if (name === 'MSTL') return isChinese ? '季节分解（MSTL）' : 'seasons taken out (MSTL)'
  const family = FAMILIES.find(([start]) => start.test(name))
  if (!family) return term(name.replaceAll(' ', '_'), 'method')
  const [, en, zh] = family
  if (!isChinese) return en === name || name.startsWith(en) ? name : `${en} ${name}`
  return /[(]|^(Croston|SBA|TSB)/.test(name) ? `${zh} ${name}` : zh
}
