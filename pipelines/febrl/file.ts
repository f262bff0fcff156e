/** The three files of this book have one shape: people invented by FEBRL's generator, some of them written more than once. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { absent, constant, expression, type LinkageTruth, required, type Source, source } from 'claimscope'

const HEADER = [
  'rec_id',
  'given_name',
  'surname',
  'street_number',
  'address_1',
  'address_2',
  'suburb',
  'postcode',
  'state',
  'date_of_birth',
  'soc_sec_id',
] as const

/** Records of dataset 1: one without a given name, a person written twice. */
const SAMPLE = `${HEADER.join(', ')}
rec-223-org, , waller, 6, tullaroop street, willaroo, st james, 4011, wa, 19081209, 6988048
rec-122-org, lachlan, berry, 69, giblin street, killarney, bittern, 4814, qld, 19990219, 7364009
rec-122-dup-0, lachlann, berry, 69, giblin street, killarney, bitern, 4814, qld, 19990219, 7364009
`

const PUBLISHER = 'FEBRL, as packaged by the Python Record Linkage Toolkit (BSD-3)'
/** The lists were published in 2005; nothing in them says when a record was written. */
const KNOWN = '2005-01-01'

/** `rec_id` tells who is who, so a record is named after its place in the file. */
const nameOf = (dataset: string, line: string) => `'${dataset}-' || lpad(cast(${line} as varchar), 5, '0')`

const others = (...reads: readonly string[]) => HEADER.filter((name) => !reads.includes(name))

/** The persons of a dataset. */
export function partiesOf(dataset: string): Source {
  return source({
    name: `febrl/${dataset}`,
    title: { en: `Records of ${dataset}`, zh: `${dataset} 记录` },
    into: 'core.party',
    description: {
      en: 'One party a record. The day of birth is kept where it exists: errors were planted in it as in all else. rec_id is not read.',
      zh: '每条记录一名人员。存在的出生日期予以保留：其中与其他字段一样植入了错误。不读取 rec_id。',
    },
    publisher: PUBLISHER,
    origin: 'public',
    files: `${dataset}.csv`,
    format: 'csv',
    columns: {
      party_id: required(expression([], nameOf(dataset, '_line'))),
      party_type: constant('person'),
      gender: absent,
      birth_date: expression(
        ['date_of_birth'],
        `cast(try_strptime(trim("date_of_birth"), '%Y%m%d') as date)`,
      ),
      death_date: absent,
      occupation: absent,
      education: absent,
      marital_status: absent,
      employer_id: absent,
      region_code: expression(['state'], `'AU-' || upper(nullif(trim("state"), ''))`),
      registered_date: absent,
      licence_date: absent,
      specialty: absent,
      bed_count: absent,
      event_at: constant(KNOWN),
      known_at: constant(KNOWN),
    },
    ignore: others('date_of_birth', 'state'),
    duplicates: 'ignore',
    checks: [
      {
        name: 'born_in_the_century',
        severity: 'warn',
        meaning: {
          en: 'a day of birth lies outside of 1900 to 2000, the years of the generator',
          zh: '出生日期不在生成器的1900至2000年间',
        },
        sql: 'select party_id, birth_date from {rows} where year(birth_date) not between 1900 and 2000',
      },
    ],
    sample: SAMPLE,
  })
}

/** What identifies the persons of a dataset. */
export function identitiesOf(dataset: string): Source {
  const part = (name: string) => `nullif(trim("${name}"), '')`
  return source({
    name: `febrl/${dataset}_identities`,
    title: { en: `Identities of ${dataset}`, zh: `${dataset} 身份信息` },
    into: 'core.party_identity',
    description: {
      en: 'Name, address, postcode and social security number of each record; the second line of the address, a building or an estate, is part of it.',
      zh: '每条记录的姓名、地址、邮编和社会保障号；地址第二行（楼宇或小区）为其一部分。',
    },
    publisher: PUBLISHER,
    origin: 'public',
    files: `${dataset}.csv`,
    format: 'csv',
    columns: {
      party_id: required(expression([], nameOf(dataset, '_line'))),
      name: expression(
        ['given_name', 'surname'],
        `nullif(concat_ws(' ', ${part('given_name')}, ${part('surname')}), '')`,
      ),
      name_latin: absent,
      id_number: expression(['soc_sec_id'], part('soc_sec_id')),
      phone: absent,
      email: absent,
      bank_account: absent,
      address: expression(
        ['street_number', 'address_1', 'suburb'],
        `nullif(concat_ws(' ', ${part('street_number')}, ${part('address_1')}, ${part('suburb')}), '')`,
      ),
      postcode: expression(['postcode'], part('postcode')),
      event_at: constant(KNOWN),
      known_at: constant(KNOWN),
    },
    ignore: others('given_name', 'surname', 'soc_sec_id', 'street_number', 'address_1', 'suburb', 'postcode'),
    duplicates: 'ignore',
    checks: [
      {
        name: 'has_a_number',
        severity: 'warn',
        meaning: { en: 'a record has no social security number', zh: '记录缺社会保障号' },
        sql: 'select party_id from {rows} where id_number is null',
      },
    ],
    sample: SAMPLE,
  })
}

/** Who is who in a dataset, by `rec_id`: `rec-122-dup-0` is person 122. */
export async function truthOf(dataset: string, dataDirectory: string): Promise<LinkageTruth> {
  const lines = (await readFile(join(dataDirectory, `${dataset}.csv`), 'utf8')).split(/\r?\n/)
  const persons = new Map<string, string>()
  for (const [i, line] of lines.entries()) {
    const person = /^rec-(\d+)-/.exec(line)?.[1]
    if (person) persons.set(`${dataset}-${String(i + 1).padStart(5, '0')}`, person)
  }
  return { name: dataset, persons }
}
