/** The policy system: policies a year, their covers (GB18030, Chinese headers) and what they insure. */
import type { Random } from '../../util/random.ts'
import { DAY, END, isoDay, isoMinute, monthOf, yearOf } from '../calendar.ts'
import { CARS, CROPS, DESTINATIONS } from '../catalogue.ts'
import { choose, mix, unit } from '../draw.ts'
import { plate, vin } from '../identifiers.ts'
import { REGIONS } from '../places.ts'
import { CHANNELS, customerId, LINE, LINE_LIST, lastDay, objectId, policyId, type World } from '../world.ts'
import type { Field, RecordFile, Writers } from '../writers.ts'

const PRODUCTS = [
  ['liability', 'collision', 'all_perils'],
  ['basic', 'hospital', 'critical_illness'],
  ['personal', 'family'],
  ['single_trip', 'business_trip'],
  ['group_health'],
  ['crop', 'livestock_crop'],
] as const
const CN_COVERS = [
  ['机动车损失险', '第三者责任险', '车上人员责任险'],
  ['住院医疗', '门诊医疗'],
  ['意外医疗', '意外伤残'],
  ['旅行延误', '行李损失', '境外医疗'],
  ['团体医疗', '团体意外'],
  ['种植成本'],
] as const

/** The car of an auto policy. */
export const carOf = (world: World, policy: number) =>
  choose(CARS, unit(world.seed, world.policies.root[policy], 701) ** 1.3)
/** Model year of that car. */
export const carYear = (world: World, policy: number) =>
  yearOf(world.policies.inception[world.policies.root[policy]]) -
  Math.floor(unit(world.seed, world.policies.root[policy], 702) ** 1.4 * 13)
/** Number plate of that car. */
export const carPlate = (world: World, policy: number) =>
  plate(
    REGIONS[world.policies.region[policy]]?.plate ?? '',
    mix(world.seed, world.policies.root[policy], 703),
  )
/** Value of that car when the policy began. */
export function carValue(world: World, policy: number): number {
  const age = Math.max(0, yearOf(world.policies.inception[policy]) - carYear(world, policy))
  return Math.round(carOf(world, policy).value * 0.86 ** age * (0.92 + 0.16 * unit(world.seed, policy, 704)))
}
/** Crop and hectares of an agricultural policy. */
export const cropOf = (world: World, policy: number) =>
  choose(CROPS, unit(world.seed, world.policies.root[policy], 705))
export const hectaresOf = (world: World, policy: number) =>
  Math.round((1 + 40 * unit(world.seed, world.policies.root[policy], 706) ** 2) * 10) / 10
export const fieldPlace = (world: World, policy: number): [number, number] => {
  const region = REGIONS[world.policies.region[policy]] as (typeof REGIONS)[number]
  const root = world.policies.root[policy]
  return [
    Math.round((region.latitude + (unit(world.seed, root, 707) - 0.5) * 0.9) * 1e4) / 1e4,
    Math.round((region.longitude + (unit(world.seed, root, 708) - 0.5) * 0.9) * 1e4) / 1e4,
  ]
}
export const deductibleOf = (world: World, policy: number): number =>
  [
    [0, 500, 1000, 2000],
    [0, 100, 500],
    [0, 100],
    [0, 200],
    [0, 100],
    [0, 500, 1000],
  ][world.policies.line[policy]]?.[mix(world.seed, world.policies.root[policy], 709) % 2] ?? 0
export const payoutOf = (world: World, policy: number): number =>
  [1, 0.8, 0.9, 1, 0.85, 0.8][world.policies.line[policy]] ?? 1

export function writePolicies(world: World, out: Writers, random: Random): void {
  const { policies } = world
  const coverages = out.csv(
    'internal/coverages.csv',
    {
      险别编号: 'key',
      保单号: 'text',
      险别名称: 'free',
      保额: 'amount',
      免赔额: 'amount',
      赔付比例: 'number',
      等待期天数: 'number',
      起保日期: 'date',
      录入时间: 'time',
    },
    'gb18030',
  )
  const objects = out.csv('internal/insured_objects.csv', {
    object_no: 'key',
    policy_no: 'text',
    kind: 'text',
    make: 'text',
    model: 'text',
    category: 'text',
    model_year: 'number',
    fuel: 'text',
    value: 'amount',
    plate: 'free',
    vin: 'text',
    area_class: 'text',
    density: 'number',
    hectares: 'number',
    latitude: 'number',
    longitude: 'number',
    destination: 'text',
    starts: 'date',
    ends: 'date',
    entered_at: 'time',
    branch_remark: 'free',
  })
  const years = new Map<number, RecordFile>()
  for (let p = 0; p < policies.count; p++) {
    const day = policies.inception[p]
    const year = yearOf(day)
    const file = years.get(year) ?? policyFile(out, year)
    years.set(year, file)
    const before = Math.min(20, Math.floor(-Math.log(1 - random.next()) * 4))
    const late = random.chance(0.01) ? random.int(8, 40) : 0
    const entered = isoMinute(
      Math.min(END, (day - before + late) * DAY - (late ? 0 : DAY) + 480 + random.int(0, 640)),
    )
    writePolicy(world, file, p, entered, random)
    writeCovers(world, coverages, p, entered)
    writeObject(world, objects, p, entered, random)
  }
}

const policyFile = (out: Writers, year: number) =>
  out.csv(`internal/policies-${year}.csv`, {
    policy_no: 'key',
    line: 'text',
    product_code: 'text',
    product: 'text',
    holder_no: 'text',
    insured_no: 'text',
    agent_no: 'text',
    employer_no: 'text',
    channel: 'text',
    region: 'text',
    starts: 'date',
    ends: 'date',
    sum_insured: 'amount',
    premium: 'amount',
    deductible: 'amount',
    payout_ratio: 'number',
    holder_age: 'number',
    bonus_malus: 'number',
    vehicles: 'number',
    prior_claims: 'number',
    prior_insurers: 'number',
    entered_at: 'time',
    branch_code: 'text',
  })

function writePolicy(world: World, file: RecordFile, p: number, entered: string, random: Random): void {
  const { policies, people, organisations, seed } = world
  const line = policies.line[p]
  const products = PRODUCTS[line] as readonly string[]
  const which = mix(seed, policies.root[p], 710) % products.length
  const holder = policies.holder[p]
  const employer = holder < 0 ? (organisations.all[-1 - holder]?.id ?? '') : ''
  const day = policies.inception[p]
  const auto = line === LINE.auto
  const past =
    Math.floor(-Math.log(1 - unit(seed, policies.root[p], 711)) * 0.6 * propensity(world, holder)) +
    (policies.root[p] === p ? 0 : mix(seed, p, 712) % 2)
  file.write([
    policyId(p),
    LINE_LIST[line] as string,
    `${(LINE_LIST[line] as string).slice(0, 2).toUpperCase()}${which + 1}0${1 + (mix(seed, policies.root[p], 713) % 3)}`,
    products[which] as string,
    employer || customerId(holder),
    policies.insured[p] >= 0 ? customerId(policies.insured[p]) : '',
    policies.channel[p] === 2 ? '' : (organisations.all[policies.agent[p]]?.id ?? ''),
    employer,
    CHANNELS[policies.channel[p]] as string,
    (REGIONS[policies.region[p]] as (typeof REGIONS)[number]).code,
    isoDay(day),
    isoDay(lastDay(policies, p)),
    policies.sum[p],
    policies.premium[p].toFixed(2),
    deductibleOf(world, p),
    payoutOf(world, p),
    holder < 0 || random.chance(0.03) ? '' : Math.floor((day - people.birthDay(holder)) / 365.25),
    auto ? Math.min(150, Math.max(50, 90 + 22 * past - (policies.root[p] === p ? 0 : 10))) : '',
    auto ? 1 + (mix(seed, policies.root[p], 714) % 7 === 0 ? 1 : 0) : '',
    past,
    Math.floor(unit(seed, policies.root[p], 715) ** 3 * 5),
    entered,
    `B${String(1 + (mix(seed, p, 716) % 40)).padStart(3, '0')}`,
  ])
}

/** How often a person tends to have claims and offences, around 1. */
export const propensity = (world: World, person: number): number =>
  person < 0 ? 1 : Math.exp(1.5 * (unit(world.seed, person, 720) - 0.5))

function writeCovers(world: World, file: RecordFile, p: number, entered: string): void {
  const covers = CN_COVERS[world.policies.line[p]] as readonly string[]
  covers.forEach((cover, i) => {
    if (i > 0 && unit(world.seed, world.policies.root[p], 730 + i) < 0.3) return
    const waiting = world.policies.line[p] === LINE.health ? (i === 0 ? 30 : 15) : 0
    file.write([
      `CV${policyId(p).slice(2)}${i + 1}`,
      policyId(p),
      cover,
      Math.round(world.policies.sum[p] * (i === 0 ? 1 : 0.3)),
      deductibleOf(world, p),
      payoutOf(world, p),
      waiting,
      isoDay(world.policies.inception[p]),
      entered,
    ])
  })
}

function writeObject(world: World, file: RecordFile, p: number, entered: string, random: Random): void {
  const { policies, seed } = world
  const line = policies.line[p]
  const start = isoDay(policies.inception[p])
  const end = isoDay(lastDay(policies, p))
  const row = (kind: string, fields: Record<string, Field>): void =>
    file.write([
      objectId(p),
      policyId(p),
      kind,
      fields.make ?? '',
      fields.model ?? '',
      fields.category ?? '',
      fields.year ?? '',
      fields.fuel ?? '',
      fields.value ?? '',
      fields.plate ?? '',
      fields.vin ?? '',
      fields.area ?? '',
      fields.density ?? '',
      fields.hectares ?? '',
      fields.latitude ?? '',
      fields.longitude ?? '',
      fields.destination ?? '',
      start,
      end,
      entered,
      random.chance(0.03) ? 'see paper file' : '',
    ])
  if (line === LINE.auto) {
    const c = carOf(world, p)
    const area = mix(seed, policies.root[p], 717) % 6
    row('vehicle', {
      make: c.make,
      model: c.model,
      category: c.category,
      year: carYear(world, p),
      fuel: c.make === 'BYD' ? 'electric' : 'petrol',
      value: carValue(world, p),
      plate: carPlate(world, p),
      vin: vin(mix(seed, policies.root[p], 718)),
      area: 'ABCDEF'.charAt(area),
      density: Math.round(80 * 3 ** area),
    })
  } else if (line === LINE.agricultural) {
    const [crop, worth] = cropOf(world, p)
    const [latitude, longitude] = fieldPlace(world, p)
    row('field', {
      category: crop,
      hectares: hectaresOf(world, p),
      value: Math.round(worth * hectaresOf(world, p)),
      latitude,
      longitude,
    })
  } else if (line === LINE.travel) {
    row('trip', {
      destination: choose(DESTINATIONS, unit(seed, policies.root[p], 719)),
      value: Math.round(3000 + 20_000 * unit(seed, p, 721) ** 2),
      category: monthOf(policies.inception[p]) === 6 ? 'peak' : 'normal',
    })
  } else if (line !== LINE.group) row('person', {})
}
