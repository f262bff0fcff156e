/** Customers of the Chinese system: who they are. */
import {
  absent,
  asDate,
  asGender,
  asRegion,
  asText,
  asTimestamp,
  asWord,
  constant,
  required,
  source,
  steady,
} from 'claimscope'
import { EDUCATION, MARITAL } from '../vocabulary.ts'
import { CUSTOMERS_CN_SAMPLE } from './customer-samples.ts'

export const customersCn = source({
  name: 'insurer/customers_cn',
  title: { en: 'Chinese customers', zh: '中国客户' },
  into: 'core.party',
  description: { en: 'Customer master of the Chinese system', zh: '中国系统的客户主数据' },
  publisher: 'customer system, China',
  origin: 'internal',
  files: 'internal/customers-cn*.csv',
  format: 'csv',
  columns: {
    party_id: required(asText('客户号')),
    party_type: constant('person'),
    gender: asGender('性别'),
    birth_date: asDate('出生日期'),
    death_date: absent,
    occupation: asText('职业'),
    education: asWord('学历', EDUCATION),
    marital_status: asWord('婚姻状况', MARITAL),
    employer_id: asText('单位编号'),
    region_code: asRegion('地区代码'),
    registered_date: asDate('注册日期'),
    licence_date: asDate('初次领证日期'),
    specialty: absent,
    bed_count: absent,
    event_at: required(asTimestamp('注册日期')),
    known_at: required(asTimestamp('录入时间')),
  },
  ignore: ['姓名', '拼音', '证件号码', '手机号', '电子邮箱', '银行账号', '地址', '邮编'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'customers_cn_birth_date',
      severity: 'warn',
      meaning: {
        en: 'a customer is born between 1905 and the day of registration',
        zh: '客户出生在1905年与注册日之间',
      },
      sql: `select party_id, birth_date from {rows} where birth_date < date '1905-01-01' or birth_date > registered_date`,
    },
    {
      name: 'customers_cn_region',
      severity: 'warn',
      meaning: { en: 'the region is a code of GB/T 2260', zh: '地区为GB/T 2260代码' },
      sql: `select party_id, region_code from {rows} where not regexp_full_match(region_code, '[1-9][0-9]{5}')`,
    },
    steady(),
  ],
  sample: CUSTOMERS_CN_SAMPLE,
})
