/** Customers of the Chinese system: the details that identify them. */
import {
  asAccount,
  asEmail,
  asIdentityNumber,
  asPhone,
  asText,
  asTimestamp,
  required,
  source,
} from 'claimscope'
import { CUSTOMERS_CN_SAMPLE } from './customer-samples.ts'

export const customerIdentitiesCn = source({
  name: 'insurer/customer_identities_cn',
  title: { en: 'Chinese customers: identities', zh: '中国客户身份信息' },
  into: 'core.party_identity',
  description: {
    en: 'Names, identity numbers, contacts and accounts of the Chinese customer master',
    zh: '中国客户主数据的姓名、证件号码、联系方式和账户',
  },
  publisher: 'customer system, China',
  origin: 'internal',
  files: 'internal/customers-cn*.csv',
  format: 'csv',
  columns: {
    party_id: required(asText('客户号')),
    name: asText('姓名'),
    name_latin: asText('拼音'),
    id_number: asIdentityNumber('证件号码', { accept: 'shape' }),
    phone: asPhone('手机号', { region: 'CN' }),
    email: asEmail('电子邮箱'),
    bank_account: asAccount('银行账号', { kind: 'card' }),
    address: asText('地址'),
    postcode: asText('邮编'),
    event_at: required(asTimestamp('注册日期')),
    known_at: required(asTimestamp('录入时间')),
  },
  ignore: ['性别', '出生日期', '职业', '学历', '婚姻状况', '单位编号', '地区代码', '初次领证日期'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'customer_identities_cn_id_number',
      severity: 'warn',
      meaning: { en: 'an identity number has 18 characters', zh: '身份证号为18位' },
      sql: `select party_id, id_number from {rows} where not regexp_full_match(id_number, '[0-9]{17}[0-9X]')`,
    },
    {
      name: 'customer_identities_cn_id_check',
      severity: 'warn',
      meaning: {
        en: 'the check digit of an identity number is right, and its day of birth exists',
        zh: '身份证号校验位正确，且其中的出生日期存在',
      },
      sql: `select party_id from {rows} where id_number is not null and read_identity(id_number, '') is null`,
    },
  ],
  sample: CUSTOMERS_CN_SAMPLE,
})
