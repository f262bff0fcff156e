/** Names of people: Chinese by frequency of surname, with pinyin, and English. */
import { choose, chooseBy, cumulative } from './draw.ts'

const pairs = (text: string) => text.split(' ').map((entry) => entry.split(':') as [string, string])

/** Surnames with pinyin, most frequent first; weights are per mille of the population, rounded. */
const SURNAMES = pairs(
  '王:wang 李:li 张:zhang 刘:liu 陈:chen 杨:yang 黄:huang 赵:zhao 吴:wu 周:zhou 徐:xu 孙:sun 马:ma 朱:zhu 胡:hu 郭:guo 何:he 林:lin 高:gao 罗:luo 郑:zheng 梁:liang 谢:xie 宋:song 唐:tang 许:xu 邓:deng 韩:han 冯:feng 曹:cao 彭:peng 曾:zeng 肖:xiao 田:tian 董:dong 潘:pan 袁:yuan 蔡:cai 蒋:jiang 余:yu 于:yu 杜:du 叶:ye 程:cheng 魏:wei 苏:su 吕:lv 丁:ding 任:ren 卢:lu 姚:yao 沈:shen 钟:zhong 姜:jiang 崔:cui 谭:tan 陆:lu 范:fan 汪:wang 廖:liao 石:shi 金:jin 韦:wei 贾:jia 夏:xia 付:fu 方:fang 邹:zou 熊:xiong 白:bai 孟:meng 秦:qin 邱:qiu 侯:hou 江:jiang 尹:yin 薛:xue 闫:yan 段:duan 雷:lei 龙:long 黎:li 史:shi 陶:tao 贺:he 毛:mao 郝:hao 顾:gu 龚:gong 邵:shao 万:wan 覃:qin 武:wu 钱:qian 戴:dai 严:yan 莫:mo 孔:kong 向:xiang 欧阳:ouyang 诸葛:zhuge 上官:shangguan',
)
const SURNAME_TOTALS = cumulative(
  SURNAMES.map((_, i) => (i < 3 ? 72 - i : i < 10 ? 54 - 5 * (i - 3) : 150 / (i + 1))),
)
const MALE = pairs(
  '伟:wei 强:qiang 磊:lei 军:jun 洋:yang 勇:yong 杰:jie 涛:tao 明:ming 超:chao 刚:gang 平:ping 辉:hui 鹏:peng 华:hua 飞:fei 鑫:xin 波:bo 斌:bin 宇:yu 浩:hao 凯:kai 健:jian 俊:jun 帆:fan 帅:shuai 旭:xu 宁:ning 龙:long 林:lin 轩:xuan 阳:yang 建:jian 国:guo 志:zhi 文:wen 晓:xiao 子:zi 天:tian 博:bo 家:jia 嘉:jia 海:hai 东:dong 峰:feng 成:cheng 永:yong 泽:ze 瑞:rui 睿:rui',
)
const FEMALE = pairs(
  '芳:fang 娜:na 敏:min 静:jing 丽:li 艳:yan 娟:juan 霞:xia 燕:yan 玲:ling 洁:jie 梅:mei 婷:ting 雪:xue 倩:qian 红:hong 颖:ying 莉:li 萍:ping 晶:jing 丹:dan 欣:xin 怡:yi 佳:jia 慧:hui 琳:lin 璐:lu 蕾:lei 云:yun 雨:yu 思:si 梦:meng 诗:shi 涵:han 晓:xiao 小:xiao 玉:yu 桂:gui 秀:xiu 凤:feng 英:ying 春:chun 兰:lan 若:ruo 可:ke 紫:zi 雅:ya 悦:yue 瑶:yao 宁:ning',
)

const EN_SURNAMES =
  'Smith Jones Williams Brown Wilson Taylor Johnson White Martin Anderson Thompson Nguyen Thomas Walker Harris Lee Ryan Robinson Kelly King Davis Wright Evans Roberts Green Hall Wood Jackson Clarke Patel Khan Lewis James Phillips Scott Mitchell Campbell Young Allen Moore Baker Morris Murphy Cook Bell Turner Parker Edwards Collins Watson Singh Chen Cooper Hill Ward Morgan Hughes Stewart Adams Carter Bailey Bennett Richardson Cox Shaw Murray Gray Kennedy Marshall Fraser Hunter Russell Palmer Ellis Webb Hamilton Graham McDonald Fisher Simpson Gordon Reid Hart Fox Tran Costa Rossi Kowalski Papadopoulos Haddad OBrien MacLeod'.split(
    ' ',
  )
const EN_TOTALS = cumulative(EN_SURNAMES.map((_, i) => 1 / (i + 6)))
const EN_MALE =
  'James Jack William Thomas Oliver Noah Joshua Liam Daniel Michael David Robert John Peter Andrew Mark Paul Matthew Benjamin Samuel Henry Lucas Ethan Ryan Adam Nathan Luke Alexander Christopher Anthony Stephen Kevin Brian Gary Craig Scott Jason Aaron Patrick George Edward Harry Leo Isaac Max Charlie Jonathan Geoffrey Philip Ian'.split(
    ' ',
  )
const EN_FEMALE =
  'Charlotte Olivia Amelia Isla Mia Grace Chloe Emily Sophie Jessica Sarah Emma Rebecca Laura Hannah Lauren Rachel Nicole Michelle Karen Susan Linda Margaret Elizabeth Jennifer Catherine Anne Helen Julie Lisa Amy Kate Megan Natalie Samantha Stephanie Victoria Zoe Lucy Ella Ruby Alice Matilda Georgia Claire Fiona Heather Joanne Kathryn Christine'.split(
    ' ',
  )

export interface Name {
  readonly full: string
  readonly latin: string
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** A Chinese name; one in four given names is a single character. */
export function chineseName(male: boolean, surname: number, given: number, second: number): Name {
  const [family, familyLatin] = SURNAMES[chooseBy(SURNAME_TOTALS, surname)] as [string, string]
  const list = male ? MALE : FEMALE
  const [a, aLatin] = choose(list, given)
  const [b, bLatin] = second < 0.25 ? ['', ''] : choose(list, (second - 0.25) / 0.75)
  return { full: family + a + b, latin: `${capital(familyLatin)} ${capital(aLatin + bLatin)}` }
}

/** An English name, with a middle name for one in five. */
export function englishName(male: boolean, surname: number, given: number, second: number): Name {
  const list = male ? EN_MALE : EN_FEMALE
  const middle = second < 0.2 ? ` ${choose(list, second * 5)}` : ''
  const full = `${choose(list, given)}${middle} ${EN_SURNAMES[chooseBy(EN_TOTALS, surname)]}`
  return { full, latin: full }
}

/** The same sound in another character, for misspelt names. */
export function homophone(character: string): string | undefined {
  const all = [...SURNAMES, ...MALE, ...FEMALE]
  const sound = all.find(([c]) => c === character)?.[1]
  return sound === undefined ? undefined : all.find(([c, s]) => s === sound && c !== character)?.[0]
}
