/** Names of people and units as they are typed: what could be one, which one is said, and whether two are the same. */
import { looksLikeQuestion } from './faq/words.ts'
import { sameText } from './keys.ts'
import { plainText } from './receipts/reference.ts'

/** Said instead of a name. */
const NO_NAME =
  /不知道|不清楚|不记得|不晓得|忘记?了|^(?:没有?|不是|不对|不用|算了|好的?|是的?|嗯+|哦+|ok|yes|no)(?![\p{L}])/iu

/** Names of people and units are short, and ask nothing: a question is no guess at a name. */
export function couldBeName(text: string): boolean {
  return text !== '' && text.length <= 60 && !looksLikeQuestion(text) && !NO_NAME.test(text)
}

/** A name as it is said: “我是赵大川”, “赵大川，对吧”. */
export function saidName(text: string): string {
  return text
    .trim()
    .replace(/^(?:我(?:是|叫)|姓名|名字)[是叫为:： ]?/u, '')
    .replace(/[，,。.!！ ]*(?:对吧|对吗|是吧|谢谢|吧|啊|呀)?[。.!！?？]*$/u, '')
}

/**
 * The full name; spaces, widths, case, brackets and the dots of foreign names do not matter. A masked name is nobody's:
 * what is left of it is easily guessed.
 */
export function sameName(typed: string, real: string): boolean {
  const known = plainName(real) !== '' && !plainText(real).includes('*')
  return known && sameText(plainName(typed), plainName(real))
}

/** Its letters and digits alone, in lower case. */
export function plainName(name: string): string {
  return plainText(name)
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
    .toLowerCase()
}
