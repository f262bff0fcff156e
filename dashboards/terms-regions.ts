/** Regions by their codes: provinces and large cities of China (GB/T 2260), states of Australia (ISO 3166-2). */
import type { Text } from '../src/api/schemas/index.ts'

const NAMES = `
110000 Beijing 北京 | 120000 Tianjin 天津 | 130000 Hebei 河北 | 140000 Shanxi 山西 | 150000 Inner Mongolia 内蒙古
210000 Liaoning 辽宁 | 220000 Jilin 吉林 | 230000 Heilongjiang 黑龙江 | 310000 Shanghai 上海 | 320000 Jiangsu 江苏
330000 Zhejiang 浙江 | 340000 Anhui 安徽 | 350000 Fujian 福建 | 360000 Jiangxi 江西 | 370000 Shandong 山东
410000 Henan 河南 | 420000 Hubei 湖北 | 430000 Hunan 湖南 | 440000 Guangdong 广东 | 450000 Guangxi 广西 | 460000 Hainan 海南
500000 Chongqing 重庆 | 510000 Sichuan 四川 | 520000 Guizhou 贵州 | 530000 Yunnan 云南 | 540000 Tibet 西藏
610000 Shaanxi 陕西 | 620000 Gansu 甘肃 | 630000 Qinghai 青海 | 640000 Ningxia 宁夏 | 650000 Xinjiang 新疆
710000 Taiwan 台湾 | 810000 Hong Kong 香港 | 820000 Macao 澳门
110100 Beijing 北京 | 120100 Tianjin 天津 | 310100 Shanghai 上海 | 500100 Chongqing 重庆
130100 Shijiazhuang 石家庄 | 140100 Taiyuan 太原 | 150100 Hohhot 呼和浩特 | 210100 Shenyang 沈阳 | 210200 Dalian 大连
220100 Changchun 长春 | 230100 Harbin 哈尔滨 | 320100 Nanjing 南京 | 320200 Wuxi 无锡 | 320300 Xuzhou 徐州
320400 Changzhou 常州 | 320500 Suzhou 苏州 | 320600 Nantong 南通 | 320900 Yancheng 盐城 | 321000 Yangzhou 扬州
321100 Zhenjiang 镇江 | 321200 Taizhou (Jiangsu) 泰州 | 330100 Hangzhou 杭州 | 330200 Ningbo 宁波 | 330300 Wenzhou 温州
330400 Jiaxing 嘉兴 | 330500 Huzhou 湖州 | 330600 Shaoxing 绍兴 | 330700 Jinhua 金华 | 330800 Quzhou 衢州
330900 Zhoushan 舟山 | 331000 Taizhou 台州 | 331100 Lishui 丽水 | 340100 Hefei 合肥 | 350100 Fuzhou 福州 | 350200 Xiamen 厦门
360100 Nanchang 南昌 | 370100 Jinan 济南 | 370200 Qingdao 青岛 | 410100 Zhengzhou 郑州 | 420100 Wuhan 武汉
430100 Changsha 长沙 | 440100 Guangzhou 广州 | 440300 Shenzhen 深圳 | 441900 Dongguan 东莞 | 450100 Nanning 南宁
460100 Haikou 海口 | 510100 Chengdu 成都 | 520100 Guiyang 贵阳 | 530100 Kunming 昆明 | 540100 Lhasa 拉萨 | 610100 Xi'an 西安
620100 Lanzhou 兰州 | 630100 Xining 西宁 | 640100 Yinchuan 银川 | 650100 Urumqi 乌鲁木齐
AU-NSW New South Wales 新南威尔士 | AU-VIC Victoria 维多利亚 | AU-QLD Queensland 昆士兰 | AU-SA South Australia 南澳
AU-WA Western Australia 西澳 | AU-TAS Tasmania 塔斯马尼亚 | AU-NT Northern Territory 北领地
AU-ACT Australian Capital Territory 首都领地`

/** Words by code. */
export const REGION_TERMS: Readonly<Record<string, Text>> = Object.fromEntries(
  NAMES.split(/[|\n]/).flatMap((entry) => {
    const [, code, en, zh] = /^\s*(\S+) (.+) (\S+)\s*$/.exec(entry) ?? []
    return code ? [[code, { en, zh }]] : []
  }),
)
