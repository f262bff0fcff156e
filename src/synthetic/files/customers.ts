/** The customer files: one of the Chinese system in GB18030, one of the English one in UTF-8 with a byte order mark. */
import type { Random } from '../../util/random.ts'
import { DAY, END, isoMinute } from '../calendar.ts'
import { unit } from '../draw.ts'
import { unless } from '../mess.ts'
import { dayText, type Identity } from '../people.ts'
import { REGIONS } from '../places.ts'
import { misspell } from '../spelling.ts'
import { customerId, identity, type World } from '../world.ts'
import type { Field, Writers } from '../writers.ts'

const CN_GENDER = { male: '男', female: '女' } as const
const CN_WED: Record<string, string> = { single: '未婚', married: '已婚', divorced: '离异', widowed: '丧偶' }
const CN_SCHOOL: Record<string, string> = {
  primary: '小学',
  secondary: '高中',
  vocational: '大专',
  bachelor: '本科',
  postgraduate: '研究生',
}

export function writeCustomers(world: World, out: Writers, random: Random): void {
  const { people, customers, organisations } = world
  const cn = out.csv(
    'internal/customers-cn.csv',
    {
      客户号: 'key',
      姓名: 'free',
      拼音: 'free',
      性别: 'text',
      出生日期: 'date',
      证件号码: 'text',
      手机号: 'text',
      电子邮箱: 'text',
      银行账号: 'text',
      地址: 'free',
      邮编: 'text',
      职业: 'text',
      学历: 'text',
      婚姻状况: 'text',
      单位编号: 'text',
      地区代码: 'text',
      初次领证日期: 'date',
      注册日期: 'date',
      录入时间: 'time',
    },
    'gb18030',
  )
  const au = out.csv(
    'internal/customers-au.csv',
    {
      customer_no: 'key',
      full_name: 'free',
      gender: 'text',
      date_of_birth: 'date',
      licence_no: 'text',
      phone: 'text',
      email: 'text',
      account_no: 'text',
      address: 'free',
      postcode: 'text',
      occupation: 'text',
      education: 'text',
      marital_status: 'text',
      employer_no: 'text',
      state: 'text',
      licensed_since: 'date',
      customer_since: 'date',
      entered_at: 'time',
    },
    'utf-8-bom',
  )
  for (let person = 0; person < customers.count; person++) {
    const since = customers.registered[person]
    if (since === 0) continue
    const real = customers.trueOf[person] >= 0 ? customers.trueOf[person] : person
    const form: Identity = identity(world, person)
    const region = REGIONS[people.region(person)] as (typeof REGIONS)[number]
    let birth = people.birthDay(real)
    if (real !== person) birth = misspell(form, birth, region.country, random)
    else if (random.chance(0.01)) misspell(form, birth, region.country, random, 0.3)
    const employer =
      customers.employer[person] >= 0 ? (organisations.all[customers.employer[person]]?.id ?? '') : ''
    const late = random.chance(0.01) ? random.int(10, 60) : 0
    const entered = isoMinute(Math.min(END, (since + late) * DAY + 480 + random.int(0, 600)))
    const gender = people.male(real) ? 'male' : 'female'
    const licence =
      people.adult(real) && unit(world.seed, real, 601) < 0.8 ? dayText(people.licenceDay(real)) : ''
    const shared: Field[] = [
      unless(random, 0.02, form.email),
      unless(random, 0.06, form.account),
      form.address,
      form.postcode,
    ]
    const job = unless(random, 0.04, people.occupation(real))
    if (region.country === 'cn')
      cn.write([
        customerId(person),
        form.name,
        form.latin,
        CN_GENDER[gender],
        dayText(birth),
        unless(random, 0.02, form.id),
        unless(random, 0.03, form.phone),
        ...shared,
        job,
        unless(random, 0.08, CN_SCHOOL[people.education(real)] ?? ''),
        unless(random, 0.05, CN_WED[people.marital(real)] ?? ''),
        employer,
        region.code,
        licence,
        dayText(since),
        entered,
      ])
    else
      au.write([
        customerId(person),
        form.name,
        gender.charAt(0).toUpperCase(),
        dayText(birth),
        unless(random, 0.04, form.id),
        unless(random, 0.03, form.phone),
        ...shared,
        job,
        unless(random, 0.08, people.education(real)),
        unless(random, 0.05, people.marital(real)),
        employer,
        region.code,
        licence,
        dayText(since),
        entered,
      ])
  }
}
