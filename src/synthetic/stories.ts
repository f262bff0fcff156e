/** Longer accounts of what happened: a phrase from each of seven places, with numbers, so that two of chance are seldom alike. */
import type { Random } from '../util/random.ts'

type Places = readonly (readonly string[])[]

const CN_MOTOR: Places = [
  '事发时大约{h}点{m}分|当天{h}点{m}分左右|下班后{h}点{m}分|早上送完孩子{h}点{m}分|吃完饭出来是{h}点{m}分|记得收音机刚报{h}点{m}分|接完电话看表{h}点{m}分|加完油出来{h}点{m}分|买完菜回来{h}点{m}分|从单位出来{h}点{m}分',
  '我从北往南走中间车道|我从菜场那边开过来|我沿着河边的路往家开|我刚从高架下来并到右边|我从小区东门出来左转|我跟着前面的面包车慢慢走|我绕开施工围挡往前开|我从学校门口右转出来|我在辅路上准备并回主路|我从桥上下来减速靠边',
  '时速大概{n}公里|仪表盘上是{n}码|速度不快也就{n}左右|导航显示{n}公里每小时|我踩着刹车只有{n}码|车速我估计{n}上下|限速路段我开到{n}|当时挂三挡{n}码|我记得定速是{n}|下坡滑行大约{n}',
  '路面有点湿有落叶|太阳正好照着眼睛|路灯坏了两盏看不清|前面有人突然横穿|旁边公交车挡住了视线|地上有洒出来的沙子|雨刮一直开着还是模糊|有一辆电动车逆行过来|前车没打灯就停了|路口信号灯在闪黄灯',
  '我赶紧往右打方向没躲开|我一脚踩到底还是滑出去了|我按了喇叭对方没反应|我想停但后面跟得太近|我愣了一下才去踩刹车|我往左让的时候蹭到了|我停下以后又被推了一把|我没来得及做任何动作|我松了油门慢慢靠过去|我挂了倒挡才把车挪开',
  '保险杠裂开左边大灯碎了|前盖翘起水箱漏水|右前门打不开了|后备箱陷进去一块|倒车镜掉在地上|轮毂变形轮胎瘪了|叶子板凹了漆掉一片|尾灯全碎喷漆也花了|底盘刮到有异响|雷达报警一直不停',
  '等了{w}分钟才把车拖走|现场拍了{w}张照片|交警{w}分钟后到的|围观的有{w}个人|我和对方谈了{w}分钟|修理厂说要等{w}天|我第二天{w}点才去看车|前后打了{w}个电话|搬东西用了{w}分钟|拖车开了{w}公里',
].map((place) => place.split('|'))
const CN_OTHER: Places = [
  '当天{h}点{m}分左右发生的|我记得是{h}点{m}分|事情在{h}点{m}分开始|大约{h}点{m}分的时候|家里人说是{h}点{m}分|手机上记录是{h}点{m}分|刚吃完饭{h}点{m}分|我看表正好{h}点{m}分|隔壁邻居{h}点{m}分来叫我|店里监控是{h}点{m}分',
  '那几天一直在外地办事|我一个人在家收拾东西|和两个同事一起出门|孩子放假我们全家都在|刚下夜班还没有休息|亲戚来家里做客|我正准备去市场|前一天就觉得不对劲|我在路上没有带水|老人在旁边陪着',
  '花了大概{n}分钟才弄清楚|前后拖了{n}个小时|走了{n}步左右就不行了|等了{n}分钟没人来|排队排到{n}号|一共用了{n}多块零钱|问了{n}次才有人管|楼梯有{n}级|坐车{n}分钟赶过去|睡了{n}个钟头还没好',
  '周围没有别人看见|服务台让我填了表|门口保安帮了忙|工作人员态度还可以|朋友开车把我送过去|旁边的人帮我打电话|当时外面下着小雨|灯光很暗看不清楚|信号不好电话打不通|大家都说运气不好',
  '我先自己处理了一下|我按说明书上的做了|我马上联系了家里人|我没有动现场的东西|我把单据都留下来了|我照着医生说的办了|我请人拍照留了底|我跟负责人说了情况|我写了一份经过交上去|我给客服留了言',
  '后来发现比想的严重|第二天又去看了一回|费用比预计高不少|耽误了好几天工作|东西到现在也没找到|还要继续观察一阵|单位开了请假证明|家里人照顾我到现在|能用的都留着没有丢|损失的清单附在后面',
  '共{w}张票据已经上传|复查定在{w}天以后|照片拍了{w}张|证明人有{w}位|联系过{w}次没有结果|我住的地方离得有{w}公里|前后去了{w}趟|剩下{w}件还在等消息|扣掉{w}元押金|材料一共{w}页',
].map((place) => place.split('|'))
const EN_MOTOR: Places = [
  'It was about {h}:{m} when I left work|The clock in the car said {h}:{m}|Roughly {h}:{m} after dropping the kids at school|I had just got petrol at {h}:{m}|Around {h}:{m} on the way to training|My phone shows {h}:{m} for the call home|We had finished lunch near {h}:{m}|At {h}:{m} the news had just started|It happened at {h}:{m} by my watch|I remember {h}:{m} because of the train',
  'I was heading north in the middle lane|I came down the hill past the oval|I was following a white van quite slowly|I had just come off the roundabout|I pulled out of the driveway of my sister|I was merging from the service road|I was going around the roadworks|I turned right out of the shopping centre|I was in the queue for the car wash|I came over the bridge towards town',
  'doing maybe {n} at the time|and the dash said {n}|no faster than {n} I am sure|in a {n} zone with nobody behind|the cruise control was on {n}|braking down from {n} already|rolling at walking pace then up to {n}|in third gear at about {n}|well under {n} because of the bend|I would guess {n} kilometres an hour',
  'The road was damp with leaves on it|The sun was right in my eyes|Two of the street lights were out|Somebody stepped off the kerb|A bus was blocking my view|There was gravel spilled on the corner|The wipers could not keep up|A cyclist came the wrong way|The car ahead stopped with no indicator|The lights were flashing amber',
  'I swerved but there was no room|I stood on the brake and it slid|I used the horn and got no reaction|I wanted to stop but was pushed on|It took me a second to understand|I went left and clipped it|I had stopped and was shunted again|There was no time to do anything|I let it roll towards the edge|I had to reverse to get it free',
  'The bumper split and a headlight broke|The bonnet came up and coolant ran out|My front door no longer opens|The boot is pushed in on one side|The mirror was lying on the road|A wheel is bent and the tyre flat|The guard is dented and paint is gone|Tail lights smashed and paint scratched|Something underneath now rattles|The parking sensors will not stop beeping',
  'and the tow truck took {w} minutes|and I took {w} photos there|and police came after {w} minutes|with {w} people watching|and we talked for {w} minutes|and the shop wants {w} days|and I only looked again {w} hours later|after {w} phone calls|and we carried things for {w} minutes|and it was towed {w} kilometres',
].map((place) => place.split('|'))
const EN_OTHER: Places = [
  'It started at about {h}:{m} that day|I noticed it around {h}:{m}|My phone says {h}:{m}|It must have been {h}:{m} or so|The neighbour knocked at {h}:{m}|We had dinner and at {h}:{m} it began|The camera in the shop shows {h}:{m}|I looked at the clock and it was {h}:{m}|By {h}:{m} I knew it was serious|The receipt is stamped {h}:{m}',
  'I had been away on business all week|I was alone at home tidying up|Two people from work were with me|The kids were on holidays with us|I had just come off night shift|Relatives were visiting at the time|I was about to go to the market|I had felt strange since the day before|I had no water with me on the walk|My mother was sitting beside me',
  'and it took {n} minutes to work out|and it dragged on for {n} hours|after maybe {n} steps I had to stop|and I waited {n} minutes for somebody|with number {n} in the queue|and spent {n} dollars on small things|asking {n} times before anyone helped|on a stair with {n} steps|after {n} minutes in a taxi|and slept {n} hours without getting better',
  'Nobody else saw what happened|The desk had me fill in a form|A guard at the door helped me|The staff were kind enough|A friend drove me across town|Somebody next to us rang for help|There was light rain outside|The lighting was poor in there|There was no reception to call|Everybody said it was bad luck',
  'I first dealt with it on my own|I did what the leaflet says|I rang my family straight away|I left everything where it was|I kept every slip of paper|I followed what the doctor told me|I asked somebody to take pictures|I told the person in charge|I wrote down what I remembered|I left a message with the hotline',
  'Later it turned out to be worse|I went back the following day|It cost more than I expected|I lost several days of work|It has not been found so far|They want to keep an eye on it|My employer signed a leave form|My family has looked after me since|What still works I have kept|A list of everything is below',
  'with {w} receipts uploaded|and a check in {w} days|and {w} pictures attached|with {w} people who can confirm|after {w} calls without a result|though I live {w} kilometres away|after {w} trips there and back|with {w} things still missing|less {w} dollars deposit|on {w} pages altogether',
].map((place) => place.split('|'))

/** An account before its numbers are filled in: which phrase stands in which place. */
export type Story = readonly number[]

const PLACES = CN_MOTOR.length
const CHOICES = CN_MOTOR[0]?.length ?? 0

export const someStory = (random: Random): Story =>
  Array.from({ length: PLACES }, () => random.int(0, CHOICES - 1))

/** The same account as somebody tells it who has learned it by heart: now and then another phrase in one place. */
export function retold(story: Story, random: Random): Story {
  if (random.chance(0.6)) return story
  const at = random.int(0, PLACES - 1)
  return story.map((choice, place) => (place === at ? random.int(0, CHOICES - 1) : choice))
}

/** The account in words. `numbers` decides about times, speeds and counts. */
export function tell(story: Story, country: 'cn' | 'au', motor: boolean, numbers: Random): string {
  const table = country === 'cn' ? (motor ? CN_MOTOR : CN_OTHER) : motor ? EN_MOTOR : EN_OTHER
  const parts = story.map((choice, place) =>
    (table[place]?.[choice] ?? '')
      .replace('{h}', String(numbers.int(6, 22)))
      .replace('{m}', String(numbers.int(10, 59)))
      .replace('{n}', String(numbers.int(18, 78)))
      .replace('{w}', String(numbers.int(2, 48))),
  )
  return country === 'cn' ? `${parts.join('，')}。` : `${parts.join(', ')}.`
}
