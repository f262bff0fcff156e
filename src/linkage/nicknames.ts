/** Short forms of given names: what people called Elizabeth also go by. Common knowledge of English usage, written for this file. */

/** Given name, then the forms it goes by. A form may belong to several names. */
const SHORT_FORMS = `
abigail abby gail|adam ad|adelaide addie heidi|agnes aggie nessie|albert al bert bertie|alexander alex al sandy alec xander sasha
alexandra alex sandra lexi sandy alexa|alfred alf alfie fred al|alice ali allie|amanda mandy|amelia amy millie emmy|andrew andy drew
angela angie|ann anne anna annie nan nancy|anthony tony ant|arabella bella|archibald archie|arthur art artie|augustus gus
barbara barb babs barbie|barnaby barney|bartholomew bart|beatrice bea trixie|benjamin ben benny benji|bernard bernie
bridget biddy bridie|cameron cam|caroline carrie caro carol lina|cassandra cass cassie|catherine cathy kate katie cat kitty kathy
charles charlie chuck chas|charlotte lottie charlie lotte|christian chris|christina chris tina chrissie|christine chris tina chrissie
christopher chris kit topher|clementine clem|constance connie|cornelius neil|cynthia cindy|daniel dan danny|danielle dani
david dave davey|deborah deb debbie|dennis den denny|dominic dom nick|donald don donnie|dorothy dot dottie dolly dora|douglas doug
edmund ed eddie ned|edward ed eddie ned ted teddy|eleanor ellie nell nora ella|elizabeth liz lizzie beth betty eliza elsie lisa libby bess bessie betsy
emily em emmy millie|emma em emmy|ernest ernie|eugene gene|evelyn eve evie|ezekiel zeke|florence flo florrie|frances fran fanny frankie
francis frank frankie|franklin frank|frederick fred freddie freddy|gabriel gabe|gabrielle gabby|geoffrey geoff jeff|george georgie
gerald gerry jerry|gertrude gertie trudy|gilbert gil bert|gregory greg|gwendolyn gwen|harold harry hal|harriet hattie harry
harrison harry|helen nell ellie nellie|henrietta etta hettie|henry harry hal hank|herbert herb bert|howard howie|hubert hugh bert
ignatius iggy|imogen immy|isabel bel izzy bella|isabella bella izzy isa|isaac ike zac|jacob jake|jacqueline jackie|james jim jimmy jamie
jane janie jenny|janet jan|jasmine jaz|jeffrey jeff|jennifer jen jenny|jeremiah jerry|jeremy jem jerry|jessica jess jessie|joan joanie
joanna jo|joanne jo|john jack johnny jon|jonathan jon jonny|joseph joe joey jo|josephine jo josie|joshua josh|judith judy
julia julie jules|julian jules|katherine kate katie kathy kat kit kitty|kathleen kath kathy kate|kenneth ken kenny|kimberly kim|kristina kris tina
laurence larry laurie|lawrence larry laurie|leonard len lenny leo|leonardo leo|lewis lew lou|lillian lily|lily lil|louis lou louie|louisa lou|louise lou
lucille lucy|lucinda lucy cindy|madeleine maddie|madeline maddie|madison maddie|magdalene maggie lena|malcolm mal|margaret maggie peggy meg madge greta daisy rita marge
maria mia|marjorie marge margie|martha marty patty|martin marty|mary molly polly mae mamie|matilda tilly mattie|matthew matt matty
maureen mo|maximilian max|maxwell max|melanie mel|melissa mel missy|michael mike mick mickey mikey|michelle shelly|miranda mandy randy|mohammed mo
mitchell mitch|montgomery monty|nancy nan|natalie nat|natasha tasha nat|nathan nat nate|nathaniel nat nate nathan|nicholas nick nicky
nicola nicky nikki|nicole nikki nicky|norman norm|oliver ollie|olivia liv livvy|oscar ozzie|pamela pam|patricia pat patty tricia trish
patrick pat paddy|penelope penny|peter pete|philip phil pip|philippa pip pippa|phoebe pheebs|priscilla cilla|rachel rach|raymond ray
rebecca becky becca bec|reginald reg reggie|reuben ben|richard dick rick ricky rich richie|robert bob bobby rob robbie bert|roberta bobbie
roderick rod rory|rodney rod|roger rodge|ronald ron ronnie|rosemary rose rosie|rosamund ros rose|russell russ|rupert rup|ruth ruthie|sally sal
samantha sam|samuel sam sammy|sarah sadie sally|sebastian seb bas|shannon shan|sidney sid|simon si|sophia sophie|stanley stan
stephanie steph|stephen steve|steven steve|susan sue susie suzie|susannah sue susie|suzanne sue suzie|sydney syd|sylvia syl|tabitha tabby
terence terry|teresa terry tess tessa|theodora dora thea|theodore ted teddy theo|theresa terry tess tessa|thomas tom tommy|timothy tim timmy
tobias toby|valerie val|vanessa nessa|veronica ronnie vera|victor vic|victoria vicky tori vic|vincent vince vinny|violet vi|virginia ginny
walter wally walt|wilfred wilf fred|wilhelmina mina willa|william bill billy will willie liam|winifred winnie freda|winston win|yvonne vonnie
zachariah zac zach|zachary zac zach zack|zoe zo`

/** Form to the names it may stand for; a name stands for itself. */
const NAMES = new Map<string, Set<string>>()
for (const entry of SHORT_FORMS.trim().split(/[|\n]/)) {
  const [name, ...forms] = entry.split(' ')
  for (const form of [name, ...forms]) NAMES.set(form, (NAMES.get(form) ?? new Set()).add(name))
}

/** The names that a given name may stand for, itself among them; none for a name that has no other form. */
export function formalNames(given: string): readonly string[] {
  return [...(NAMES.get(given) ?? [])]
}
