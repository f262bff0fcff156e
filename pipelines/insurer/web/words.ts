/** Words in texts that speak of a peril or a place of the book, with what they mean. */

const PERILS: Readonly<Record<string, string>> = {
  冰雹: 'hail',
  hail: 'hail',
  台风: 'storm',
  暴雨: 'flood',
  积水: 'flood',
  flood: 'flood',
  storm: 'storm',
  追尾: 'rear_end',
  'rear-ender': 'rear_end',
  drought: 'drought',
  诈骗: 'fraud',
  多开发票: 'fraud',
  报个受伤: 'fraud',
  'staged crash': 'fraud',
  'add a passenger': 'fraud',
  'a bit extra': 'fraud',
}

const PLACES: Readonly<Record<string, string>> = {
  杭州: '330100',
  宁波: '330200',
  温州: '330300',
  嘉兴: '330400',
  绍兴: '330600',
  南京: '320100',
  苏州: '320500',
  无锡: '320200',
  'new south wales': 'AU-NSW',
  victoria: 'AU-VIC',
  queensland: 'AU-QLD',
  'south australia': 'AU-SA',
}

const list = (kind: string, words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([word, value]) => `('${kind}', '${word}', '${value}')`)

const ALL = [...list('peril', PERILS), ...list('place', PLACES)].join(', ')

/**
 * SQL for `rows`: one row for each thing that a text mentions, with `mention_kind` and `value`.
 * @param id column with the identifier of the text
 * @param text SQL expression of the text
 * @param at column with the moment of the text
 */
export const mentionsIn = (id: string, text: string, at: string): string =>
  `select distinct on (r._line, w.kind, w.value) r._line, r._offset, r."${id}", r."${at}", w.kind as mention_kind, w.value, concat(r.${id}, ' ', w.kind, ' ', w.value) as mention_id
  from {records} r join (values ${ALL}) w(kind, word, value) on contains(lower(${text}), w.word)`
