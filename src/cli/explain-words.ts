/** Pairs and what-if of a claim as sentences, in English or Chinese. */
import type { FeatureMeta } from '../feature.ts'
import { describeFeature } from '../featurization/index.ts'
import type { ClaimReasoning } from '../run/explain-claim.ts'
import type { Language } from '../util/text.ts'
import { shelves } from './shelves.ts'

const metas: ReadonlyMap<string, FeatureMeta> = new Map(
  shelves.views
    .filter(({ entity }) => entity === 'claim')
    .flatMap(({ features }) => Object.entries<FeatureMeta>(features)),
)

function valued(name: string, value: number, language: Language): string {
  const meta = metas.get(name)
  if (!meta) return `${name} ${value}`
  const shown = describeFeature(meta, value, language)
  return language === 'zh' ? `${meta.meaning.zh}（${shown}）` : `${meta.meaning.en} (${shown})`
}

/** One line a sentence. */
export function reasoningInWords({ pairs, whatIf }: ClaimReasoning, language: Language): string[] {
  const zh = language === 'zh'
  const lines: string[] = []
  if (pairs.length > 0) lines.push(zh ? '共同作用：' : 'together:')
  for (const { features, values, logOdds } of pairs) {
    const [a, b] = features.map((name, i) => valued(name, values[i], language))
    const size = `${logOdds >= 0 ? '+' : ''}${logOdds.toFixed(3)}`
    lines.push(zh ? `  ${size}  ${a} 与 ${b} 同时出现` : `  ${size}  ${a} and ${b} together`)
  }
  if (!whatIf) return lines
  const percent = (p: number) => `${(p * 100).toFixed(1)}%`
  const [threshold, after] = [percent(whatIf.threshold), percent(whatIf.probability)]
  if (whatIf.changes.length === 0)
    lines.push(zh ? '没有可变更的指标能降低评分' : 'nothing that may change would lower the score')
  else if (whatIf.reached)
    lines.push(
      zh
        ? `若作以下变更，概率降至 ${after}（阈值 ${threshold}）：`
        : `under the threshold of ${threshold}, at ${after}, if:`,
    )
  else
    lines.push(
      zh
        ? `可变更的指标不足以降到阈值 ${threshold} 以下；最多降至 ${after}：`
        : `no allowed change brings it under ${threshold}; the nearest is ${after}, if:`,
    )
  for (const { feature, from, to } of whatIf.changes) {
    const meta = metas.get(feature)
    if (!meta) continue
    const [before, then] = [describeFeature(meta, from, language), describeFeature(meta, to, language)]
    lines.push(
      zh ? `  ${meta.meaning.zh}：${before} 改为 ${then}` : `  ${meta.meaning.en}: ${before} to ${then}`,
    )
  }
  return lines
}
