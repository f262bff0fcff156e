/** What brought a ring up, in words. */
import type { RingOrigin } from '../schema/words.ts'
import type { Text } from '../util/text.ts'

export const ORIGIN_WORDS: Readonly<Record<RingOrigin, Text>> = {
  cycle: {
    en: 'people tied in more than one way: a closed round of meetings and of things that they share',
    zh: '多重关联：由共同案件与共用信息构成的闭环',
  },
  community: {
    en: 'a community: people who meet each other in claims far more often than anybody else',
    zh: '社群：彼此在案件中相遇远多于与他人',
  },
  dense: {
    en: 'a dense block: few people with very many meetings among them',
    zh: '密集群体：人数少而相互关联极多',
  },
  burst: {
    en: 'a burst: claims close together in time by people, or names, that share something',
    zh: '集中爆发：共用信息的人（或名义）在短期内集中索赔',
  },
  pattern: {
    en: 'the pattern of this kind of ring, which the whole book was searched for',
    zh: '该类团伙的特征模式：在全部业务中逐一比对',
  },
}
