/** Words of the page of segments. */
import type { Text } from '../src/api/schemas/index.ts'

const t = (en: string, zh: string): Text => ({ en, zh })

export const SEGMENT_WORDS = {
  segments: t('Segments', '分群'),
  segmentsLead: t(
    'Who is alike, so that like is compared with like; and claims that come closer together in place and time than chance has them.',
    '谁与谁相似，以便同类相比；以及在时空上聚集超出偶然的赔案。',
  ),
  peerGroups: t('Peer groups', '同类组'),
  peerGroupsNote: t(
    'Grouped by what they are, not by what they did. Bars: the group’s mean beside everybody’s, in standard deviations.',
    '按“是什么”而非“做了什么”分组。条形：组均值与整体之差（标准差）。',
  ),
  ofWhom: t('Of', '对象'),
  whyThisMany: t('Why so many groups?', '为何分成这么多组？'),
  choiceNote: t(
    'The number that sits best apart among those that come out the same when other rows are drawn (agreement of 0.75 or more); where none does, the one that comes closest.',
    '在重抽样后结果一致（一致性 ≥ 0.75）的组数中，取轮廓系数最高者；若均不达标，取最稳定者。',
  ),
  groupsWord: t('Groups', '组数'),
  silhouetteWord: t('how well apart', '轮廓系数'),
  stabilityWord: t('comes out the same', '稳定性'),
  fraudLift: t('Fraud against all', '欺诈倍数'),
  fraudLiftNote: t(
    'Among those that were looked into, whose choice is no chance: a sign, not a rate.',
    '仅限已调查者，调查并非随机：仅供参考，并非欺诈率。',
  ),
  noOutcomes: t('no outcome known', '尚无已知结果'),
  ofKnown: t('of known', '／已知'),
  noPeerGroups: t('Too little is known to compare.', '数据不足，无法分组比较。'),
  bursts: t('Bursts', '聚集'),
  burstsNote: t(
    'each circle a burst, as large as its claims; hollow ones are weather, which brings many honest claims at once',
    '每个圆为一次聚集，大小为件数；空心为天气所致，多为真实集中出险',
  ),
  burstWord: t('Burst', '聚集'),
  atPlace: t('at a place', '同一地点'),
  atProvider: t('at a provider', '同一机构'),
  whereWord: t('Where', '地点'),
  claimsSeen: t('claims', '件赔案'),
  usuallyExpected: t('usually', '通常'),
  weatherWord: t('Weather', '天气'),
  weatherOnly: t('weather', '天气所致'),
  weatherNone: t('not weather', '非天气'),
  noBursts: t(
    'Claims come no closer together than place and season bring.',
    '赔案的时空分布未超出地点与季节的正常水平。',
  ),
  pickBurst: t('Choose a burst to see its claims.', '选择一次聚集以查看赔案。'),
  burstChance: t('as strong by chance', '偶然达到此强度'),
  booksShuffled: t('books with shuffled times', '次随机重排'),
  comparedTitle: t('What it is compared with', '与哪些案件比较'),
  comparedNote: t(
    'Claims of the same line in the group that it is most like; “peers” above means them.',
    '同险种中与之最相似的一组案件；上文“同类”即指它们。',
  ),
  inGroup: t('In the group', '组内案件'),
  placeInGroup: t('Where it stands', '所处位置'),
  placeMidst: t('in the midst of the group', '位于组的中间'),
  placeEdge: t('towards the edge of the group', '靠近组的边缘'),
  placeFar: t('far from the middle of the group', '远离组的中心'),
  setsApart: t('Most apart in', '差异最大的指标'),
  withinRadius: t('within', '半径'),
  falseAtMost: t('False at most', '误报至多'),
  claimantsWord: t('Claimants', '索赔人'),
  sortStrength: t('Strongest', '最强'),
} as const satisfies Readonly<Record<string, Text>>
