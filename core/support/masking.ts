/** What of a conversation its staff may read where: into a group nothing goes that could be of a person or a receipt. */
import { hear } from '../commands.ts'
import { masked, SURNAMES } from '../faq/question.ts'
import { looksLikeQuestion } from '../faq/words.ts'
import type { Address } from '../message.ts'
import type { Desk } from '../turn.ts'

/** A clause of its own that is nothing but a name: what is answered to “姓名？”. */
const BARE_NAME = new RegExp(`^(?:欧阳|司马|上官|诸葛|[${SURNAMES}])\\p{Script=Han}{1,3}$`, 'u')
/** A name that somebody says of themselves, or of whom it is about, at the end of a clause. */
const SAID_NAME = new RegExp(
  `((?:我|他|她|本人|人)(?:就)?[是叫]|名叫|叫做|给|帮|替)(?:欧阳|司马|上官|诸葛|[${SURNAMES}])\\p{Script=Han}{1,3}?(?=$|[\\s,，.。;；!！?？、|/()（）:：\\n]|的|办|查|开|交)`,
  'gu',
)
const CLAUSES = /([\s,，.。;；!！?？、|/()（）:：\n]+)/u

/** As it was said to staff in private within the country; masked in groups and on channels abroad. */
export function readableAt(
  text: string,
  to: Address,
  { channels }: Pick<Desk, 'channels'>,
): string {
  const traits = channels().find(({ name }) => name === to.channel)?.traits
  return to.group || (traits?.crossBorder ?? true) ? maskedForStaff(text) : text
}

/** Too much is taken rather than too little: staff can always ask. */
export function maskedForStaff(text: string): string {
  const lines = text.split('\n').map((line) => masked(line).replace(SAID_NAME, '$1〔姓名〕'))
  const clauses = lines.join('\n').split(CLAUSES)
  return clauses.map((clause) => (isName(clause) ? '〔姓名〕' : clause)).join('')
}

function isName(clause: string): boolean {
  return BARE_NAME.test(clause) && !looksLikeQuestion(clause) && hear(clause).command === undefined
}
