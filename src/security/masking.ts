/** Masking: what is shown of a sensitive value by default. */

const CJK = /\p{Script=Han}/u
/** Parties of these types are firms; their names are no personal data. */
const FIRMS: ReadonlySet<string> = new Set(['hospital', 'repairer', 'employer', 'organisation'])
/** Province and city of a Chinese address. */
const CHINESE_REGION =
  /^(?:[^省市区县]{2,9}?(?:省|自治区))?[^省市区县]{1,9}?(?:市|自治州|地区|盟)(?:[^省市区县]{1,8}?(?:区|县))?/u

/** `王小明` is `王**`, `John Smith` is `J*** S****`. */
export function maskName(name: string | null): string | null {
  if (name === null) return null
  const word = (text: string) => {
    const letters = [...text]
    return letters.length < 2 ? `${letters[0] ?? ''}*` : letters[0] + '*'.repeat(letters.length - 1)
  }
  const trimmed = name.trim()
  if (trimmed === '') return null
  return CJK.test(trimmed) ? word(trimmed.replace(/\s+/gu, '')) : trimmed.split(/\s+/u).map(word).join(' ')
}

/** Name of a party: people are masked, firms are not. */
export function maskPartyName(name: string | null, partyType: string | null): string | null {
  return partyType !== null && FIRMS.has(partyType) ? name : maskName(name)
}

/** All but the last four characters: phones, identity numbers, accounts. Four or fewer are all hidden. */
export function maskNumber(value: string | null): string | null {
  if (value === null || value === '') return null
  const characters = [...value]
  if (characters.length <= 4) return '*'.repeat(characters.length)
  return '*'.repeat(characters.length - 4) + characters.slice(-4).join('')
}

/** `jane@example.com` is `j***@example.com`. */
export function maskEmail(value: string | null): string | null {
  if (value === null || value === '') return null
  const at = value.lastIndexOf('@')
  return at < 1 ? maskNumber(value) : `${[...value][0]}***${value.slice(at)}`
}

/** The region of an address: province, city and district of a Chinese one, the last place name of another. */
export function maskAddress(value: string | null): string | null {
  if (value === null || value.trim() === '') return null
  const chinese = CHINESE_REGION.exec(value.trim())
  if (chinese) return `${chinese[0]}***`
  if (!value.includes(',')) return '***'
  const places = value
    .split(',')
    .map((part) => part.replace(/[\d#-]/gu, '').trim())
    .filter((part) => part !== '')
  return places.length > 1 ? `***, ${places[places.length - 1]}` : '***'
}

/** First two and last two characters of a number plate. */
export function maskPlate(value: string | null): string | null {
  if (value === null || value === '') return null
  const characters = [...value]
  if (characters.length <= 4) return '*'.repeat(characters.length)
  const hidden = '*'.repeat(characters.length - 4)
  return characters.slice(0, 2).join('') + hidden + characters.slice(-2).join('')
}

/** Label of a graph node by its kind; entities are people unless `partyType` says that they are a firm. */
export function maskLabel(kind: string, label: string | null, partyType: string | null): string | null {
  switch (kind) {
    case 'claim':
      return label
    case 'entity':
      return maskPartyName(label, partyType)
    case 'address':
    case 'building':
      return maskAddress(label)
    case 'place':
      return label
    case 'email':
      return maskEmail(label)
    case 'vehicle':
      return maskPlate(label)
    default:
      return maskNumber(label)
  }
}
