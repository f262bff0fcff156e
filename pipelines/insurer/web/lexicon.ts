/** Words that articles and posts of the insurer are searched for. */
import type { Lexicon } from 'claimscope'

const STORM = [
  '台风',
  '飓风',
  '风暴',
  '强对流',
  'storm',
  'storms',
  'typhoon',
  'cyclone',
  'gale',
  'gales',
] as const

export const lexicon: Lexicon = {
  perils: {
    hail: ['冰雹', '雹灾', '雹子', 'hail', 'hailstorm', 'hailstorms', 'hailstones'],
    storm: STORM,
    // A storm is the wind that crops and roofs are insured against.
    wind: [...STORM, '大风', '狂风', 'strong wind', 'strong winds', 'high winds'],
    flood: [
      ...['暴雨', '积水', '内涝', '洪水', '洪涝', '被淹', '水浸'],
      ...['flood', 'floods', 'flooded', 'flooding', 'flood water', 'floodwater', 'floodwaters', 'heavy rain'],
    ],
    frost: ['霜冻', '冻害', '寒潮', 'frost', 'frosts', 'cold snap'],
    drought: ['干旱', '旱灾', '旱情', 'drought', 'droughts'],
    pest: ['虫灾', '虫害', '蝗灾', 'locusts', 'pest outbreak'],
    rear_end: ['追尾', 'rear-ender', 'rear-ended', 'rear-end collision', 'nose-to-tail'],
    collision: [
      '相撞',
      '车祸',
      '交通事故',
      '连环撞',
      'pile-up',
      'crash',
      'crashes',
      'collision',
      'collisions',
    ],
    theft: ['盗窃', '被盗', '偷车', 'stolen', 'theft', 'thefts', 'burglary', 'burglaries'],
    fire: ['火灾', '起火', '失火', 'fire', 'fires', 'blaze', 'bushfire', 'bushfires'],
  },
  events: {
    fraud: [
      ...['诈骗', '骗保', '骗赔', '造假', '多开发票', '虚开发票', '报个受伤', '假病历', '挂床', '摆拍事故'],
      ...[
        'fraud',
        'staged crash',
        'staged crashes',
        'staged accident',
        'staged accidents',
        'add a passenger',
      ],
      ...['a bit extra', 'inflated invoice', 'inflated invoices', 'fake invoices', 'phantom patients'],
    ],
    penalty: [
      ...['处罚', '罚款', '吊销', '停业整顿', '取消定点', '行政处罚'],
      ...['fined', 'penalty', 'penalties', 'licence suspended', 'suspended', 'struck off'],
    ],
    investigation: [
      ...['立案', '侦查', '调查', '抓获', '刑拘', '破获'],
      ...[
        'investigated',
        'under investigation',
        'investigation',
        'charged',
        'police charge',
        'raided',
        'arrested',
      ],
    ],
  },
  places: {
    '330100': ['杭州', 'hangzhou'],
    '330200': ['宁波', 'ningbo'],
    '330300': ['温州', 'wenzhou'],
    '330400': ['嘉兴', 'jiaxing'],
    '330600': ['绍兴', 'shaoxing'],
    '320100': ['南京', 'nanjing'],
    '320200': ['无锡', 'wuxi'],
    '320500': ['苏州', 'suzhou'],
    'AU-NSW': ['new south wales', 'nsw', 'n.s.w.'],
    'AU-QLD': ['queensland', 'qld'],
    'AU-SA': ['south australia'],
    'AU-VIC': ['victoria', 'vic'],
  },
  organisations: ['hospital', 'repairer', 'employer', 'organisation'],
  professions: {
    physician: ['医生', '医师', '大夫', '主任', 'dr', 'doctor', 'physician', 'surgeon'],
    lawyer: ['律师', 'lawyer', 'solicitor', 'barrister'],
    agent: ['代理人', '业务员', '保险代理', 'agent', 'broker'],
    adjuster: ['查勘员', '定损员', '公估师', 'adjuster', 'assessor'],
  },
  legalForms: [
    ...['股份有限公司', '有限责任公司', '有限公司', '集团公司', '集团'],
    ...[' pty ltd', ' pty limited', ' limited', ' ltd', ' inc', ' co'],
  ],
  negations: [
    ...['没有', '没', '未', '无', '并非', '不是', '并未', '从未', '未见'],
    ...['no', 'not', 'without', 'never', "didn't", "wasn't", 'denies', 'denied'],
  ],
}
