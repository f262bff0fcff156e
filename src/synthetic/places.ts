/** The regions of the demo book: cities of Zhejiang and Jiangsu, and four Australian states. */

export interface Region {
  /** GB/T 2260 code of the city, or ISO 3166-2 code of the state. */
  readonly code: string
  readonly country: 'cn' | 'au'
  readonly name: string
  /** What the address begins with (cn) or the state's short name (au). */
  readonly prefix: string
  /** Share of the book's customers, relative. */
  readonly weight: number
  readonly latitude: number
  readonly longitude: number
  /** First characters of number plates. */
  readonly plate: string
  /** Districts (cn) or suburbs with postcode (au). */
  readonly districts: readonly string[]
  readonly postcode: string
}

const cn = (
  code: string,
  province: string,
  name: string,
  weight: number,
  latitude: number,
  longitude: number,
  plate: string,
  postcode: string,
  districts: string,
): Region => ({
  code,
  country: 'cn',
  name,
  prefix: `${province}省${name}市`,
  weight,
  latitude,
  longitude,
  plate,
  postcode,
  districts: districts.split(' '),
})

const au = (
  code: string,
  name: string,
  weight: number,
  latitude: number,
  longitude: number,
  districts: string,
): Region => ({
  code,
  country: 'au',
  name,
  prefix: code.slice(3),
  weight,
  latitude,
  longitude,
  plate: '',
  postcode: '',
  districts: districts.split(', '),
})

export const REGIONS: readonly Region[] = [
  cn(
    '330100',
    '浙江',
    '杭州',
    13,
    30.27,
    120.15,
    '浙A',
    '310000',
    '西湖区 拱墅区 上城区 滨江区 萧山区 余杭区 临平区 富阳区',
  ),
  cn(
    '330200',
    '浙江',
    '宁波',
    9,
    29.87,
    121.55,
    '浙B',
    '315000',
    '海曙区 江北区 镇海区 北仑区 鄞州区 慈溪市',
  ),
  cn('330300', '浙江', '温州', 7, 28.0, 120.67, '浙C', '325000', '鹿城区 龙湾区 瓯海区 瑞安市 乐清市'),
  cn('330400', '浙江', '嘉兴', 5, 30.75, 120.76, '浙F', '314000', '南湖区 秀洲区 海宁市 桐乡市'),
  cn('330600', '浙江', '绍兴', 4, 30.0, 120.58, '浙D', '312000', '越城区 柯桥区 上虞区 诸暨市'),
  cn(
    '320100',
    '江苏',
    '南京',
    10,
    32.06,
    118.79,
    '苏A',
    '210000',
    '玄武区 秦淮区 鼓楼区 建邺区 江宁区 浦口区 栖霞区',
  ),
  cn(
    '320500',
    '江苏',
    '苏州',
    10,
    31.3,
    120.58,
    '苏E',
    '215000',
    '姑苏区 虎丘区 吴中区 相城区 吴江区 昆山市',
  ),
  cn('320200', '江苏', '无锡', 6, 31.49, 120.31, '苏B', '214000', '梁溪区 滨湖区 惠山区 锡山区 江阴市'),
  au(
    'AU-NSW',
    'New South Wales',
    14,
    -33.87,
    151.21,
    'Parramatta 2150, Blacktown 2148, Penrith 2750, Newtown 2042, Manly 2095, Dubbo 2830, Wagga Wagga 2650, Orange 2800',
  ),
  au(
    'AU-VIC',
    'Victoria',
    12,
    -37.81,
    144.96,
    'Footscray 3011, Dandenong 3175, Geelong 3220, Ballarat 3350, Brunswick 3056, Shepparton 3630, Frankston 3199',
  ),
  au(
    'AU-QLD',
    'Queensland',
    7,
    -27.47,
    153.03,
    'Ipswich 4305, Toowoomba 4350, Southport 4215, Logan Central 4114, Chermside 4032, Roma 4455',
  ),
  au(
    'AU-SA',
    'South Australia',
    3,
    -34.93,
    138.6,
    'Salisbury 5108, Glenelg 5045, Norwood 5067, Mount Gambier 5290',
  ),
]

export const STREETS = {
  cn: '文三路 中山路 解放路 人民路 建设路 学院路 体育场路 环城东路 延安路 新华路 朝阳路 和平路 长江路 滨河大道 友谊路 光明街 凤凰路 迎宾大道 清泉路 梧桐街'.split(
    ' ',
  ),
  au: 'Acacia Street, Banksia Road, Church Street, Station Street, George Street, High Street, Wattle Avenue, Victoria Road, Railway Parade, Park Avenue, Elizabeth Street, King Street, Mill Lane, Beach Road, Cedar Court, Grevillea Drive'.split(
    ', ',
  ),
} as const

export const ESTATES = '翠苑 金色家园 阳光花园 锦绣江南 碧水湾 东方新城 香樟雅苑 清河坊 万和城 桂花园'.split(
  ' ',
)
