/** What kinds of node are called, in both languages. */
import type { Text } from '../util/text.ts'
import type { NodeKind } from './words.ts'

export const NODE_WORDS: Readonly<Record<NodeKind, Text>> = {
  entity: { en: 'person or firm', zh: '个人或机构' },
  claim: { en: 'claim', zh: '赔案' },
  phone: { en: 'telephone', zh: '电话' },
  account: { en: 'bank account', zh: '银行账户' },
  address: { en: 'address', zh: '地址' },
  building: { en: 'building', zh: '楼栋' },
  email: { en: 'e-mail', zh: '邮箱' },
  vehicle: { en: 'vehicle', zh: '车辆' },
  device: { en: 'device', zh: '设备' },
  id_number: { en: 'identity number', zh: '证件号码' },
  place: { en: 'place and hour', zh: '时间地点' },
  text: { en: 'account of the loss', zh: '陈述文字' },
  photo: { en: 'photo', zh: '照片' },
}
