/** What claimants write about what happened, in their language. */
import type { Random } from '../util/random.ts'
import type { Draft } from './draft.ts'
import { REGIONS } from './places.ts'

const CN: Record<string, readonly string[]> = {
  collision: [
    '在{place}路口与对方车辆相撞，车头受损',
    '变道时与旁车发生碰撞，双方已拍照',
    '直行时被左转车辆撞到，车辆无法行驶',
  ],
  rear_end: ['红灯停车时被后车追尾', '前车急刹，我来不及刹车追尾了', '在{place}堵车时发生追尾，保险杠损坏'],
  parking: ['停在小区里被刮了，没找到对方', '倒车时碰到柱子', '车停在{place}路边，回来发现门上有划痕'],
  single_vehicle: ['下雨路滑撞到护栏', '避让行人撞到路边石墩', '夜里没看清，压到路上的石头'],
  hail: ['昨天冰雹把车顶和车窗砸坏了', '冰雹很大，车身很多坑', '作物被冰雹打坏，叶子都破了'],
  glass: ['高速上飞石打裂前挡风玻璃'],
  theft: ['早上发现车窗被砸，东西不见了', '行李在{place}被偷，已报警'],
  fire: ['发动机冒烟起火，已叫消防'],
  flood: ['暴雨积水，车子泡水熄火', '田里被水淹了好几天'],
  illness: ['因身体不适到医院就诊，医生建议治疗', '住院治疗，发票和病历已上传', '看病费用申请报销'],
  injury: ['不小心受伤，去医院处理', '工作时受伤，同事送医院'],
  maternity: ['住院分娩，费用申请报销'],
  fall: ['下楼梯踩空摔倒', '骑车摔倒手腕受伤'],
  traffic: ['骑电动车被汽车碰到，送医院'],
  sports: ['打篮球扭伤脚踝', '跑步时受伤'],
  burn: ['做饭时被热油烫伤'],
  work: ['搬货时砸伤手指'],
  delay: ['航班延误了六个多小时，有航空公司证明', '飞机晚点，错过了转机'],
  baggage: ['托运行李丢失，航空公司已登记', '行李箱到达后破损，物品缺失'],
  cancellation: ['因家人生病取消行程，酒店不退款', '航班取消，住宿费用损失'],
  medical: ['在国外突发肠胃炎就医', '旅途中发烧，去当地诊所'],
  drought: ['一个多月没下雨，作物枯黄', '缺水严重，减产很多'],
  frost: ['倒春寒，嫩芽冻坏了'],
  wind: ['大风把作物吹倒一片'],
  pest: ['虫害严重，打药也没有控制住'],
}
const EN: Record<string, readonly string[]> = {
  collision: [
    'Collided with another car at an intersection in {place}, front damaged',
    'Changed lanes and hit the car beside me, photos attached',
    'Other driver turned across me, car not drivable',
  ],
  rear_end: [
    'Stopped at the lights and was hit from behind',
    'Car in front braked hard and I could not stop in time',
    'Rear-ended in slow traffic near {place}',
  ],
  parking: [
    'Found a scrape on the door after parking, no note left',
    'Backed into a pole',
    'Someone hit my parked car in {place}',
  ],
  single_vehicle: [
    'Slid off the wet road into a guard rail',
    'Swerved for an animal and hit a tree',
    'Hit a rock on the road at night',
  ],
  hail: [
    'Hail damaged the roof and the windscreen',
    'Dents all over the car after the hail storm',
    'Hail stripped the crop',
  ],
  glass: ['A stone cracked the windscreen on the freeway'],
  theft: ['Window smashed and belongings taken overnight', 'Bag was stolen, reported to police'],
  fire: ['Smoke and fire from the engine bay, fire brigade came'],
  flood: ['Water came up in the street and the engine stopped', 'Paddock under water for days'],
  illness: [
    'Felt unwell and saw a doctor, treatment recommended',
    'Admitted to hospital, invoices attached',
    'Claim for medical expenses',
  ],
  injury: ['Injured by accident and treated in hospital', 'Hurt at work, a colleague drove me to hospital'],
  maternity: ['Hospital stay for the birth of our child'],
  fall: ['Slipped on the stairs', 'Fell off my bike and hurt my wrist'],
  traffic: ['Hit by a car while cycling'],
  sports: ['Twisted my ankle playing netball', 'Hurt while running'],
  burn: ['Burnt by hot oil while cooking'],
  work: ['Dropped a crate on my hand'],
  delay: [
    'Flight delayed more than six hours, letter from the airline attached',
    'Late departure, missed the connection',
  ],
  baggage: ['Checked bag lost, airline report attached', 'Suitcase arrived broken and things were missing'],
  cancellation: ['Had to cancel because of illness in the family', 'Flight cancelled, hotel not refunded'],
  medical: ['Fell ill overseas and saw a doctor', 'Fever on the trip, local clinic'],
  drought: ['No rain for weeks, the crop is dying', 'Very dry, yield far down'],
  frost: ['Late frost killed the buds'],
  wind: ['Strong wind flattened the crop'],
  pest: ['Heavy pest pressure despite spraying'],
}

export function describe(draft: Draft, random: Random): string {
  const region = REGIONS[draft.region] as (typeof REGIONS)[number]
  const table = region.country === 'cn' ? CN : EN
  const sentences = table[draft.peril] ?? table.illness ?? []
  const text = random.pick(sentences).replace('{place}', draft.place)
  const extra = random.next()
  if (extra < 0.08) return region.country === 'cn' ? `${text}，请尽快处理` : `${text}. Please settle quickly`
  if (extra < 0.13)
    return region.country === 'cn' ? `${text}，有行车记录仪视频` : `${text}. Dash cam video available`
  return text
}
