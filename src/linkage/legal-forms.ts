/** Legal forms of firms in one spelling each: a firm is the same under `OOO` and under what that stands for. */

const FORMS: readonly (readonly [form: string, spellings: string])[] = [
  [
    'llc',
    'obshchestvo s ogranichennoi otvetstvennostyu|obshchestvo s ogranichennoy otvetstvennostyu|tovarystvo z obmezhenoyu vidpovidalnistyu|' +
      'limited liability company|sociedad de responsabilidad limitada|s de r l|s r l|l l c|ooo|o o o|tov|gmbh|sarl|srl|ltda|limitada|sp z o o',
  ],
  [
    'jsc',
    'otkrytoe aktsionernoe obshchestvo|zakrytoe aktsionernoe obshchestvo|publichnoe aktsionernoe obshchestvo|aktsionernoe obshchestvo|' +
      'aktsionerne tovarystvo|open joint stock company|closed joint stock company|public joint stock company|joint stock company|' +
      'sociedad anonima de capital variable|sociedad anonima|s a de c v|sa de cv|s a s|s a c|s a|sa|sas|oao|zao|pao|ao|ojsc|cjsc|pjsc|a o',
  ],
  ['ltd', 'limited|ltd sti|private limited|pvt ltd|pte ltd|pvt|pte'],
  ['co', 'company|compania|kompaniya|cia'],
  ['corp', 'corporation'],
  ['inc', 'incorporated'],
]

const SPELLINGS = new Map(
  FORMS.flatMap(([form, spellings]) => spellings.split('|').map((spelling) => [spelling, form] as const)),
)
const PATTERN = new RegExp(
  `\\b(?:${[...SPELLINGS.keys()].sort((a, b) => b.length - a.length).join('|')})\\b`,
  'g',
)

/** A name in plain small letters, its legal forms in one spelling. */
export const plainForms = (name: string): string =>
  name.replace(PATTERN, (spelling) => SPELLINGS.get(spelling) ?? spelling)
