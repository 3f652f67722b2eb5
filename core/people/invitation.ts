/** Invitations: a one-time code that ties an account to a role, for seven days. */
import { hashToken } from '../keys.ts'
import type { Randomness } from '../ports.ts'
import { plainText } from '../receipts/reference.ts'
import type { Given } from './person.ts'

export const INVITATION_LIFE_MS = 7 * 24 * 60 * 60 * 1000
/** A code for one more account of the same person: it is used at once, or not at all. */
export const FURTHER_LIFE_MS = 10 * 60 * 1000

/** Digits and capitals that are not taken for each other (Crockford). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_BYTES = 17
const CODE_LENGTH = Math.ceil((CODE_BYTES * 8) / 5)
const CODE = new RegExp(`^[${ALPHABET}]{${CODE_LENGTH}}$`)

/** 136 random bits, in groups of four that can be read out. */
export function newCode(random: Randomness): string {
  let bits = BigInt(`0x${random(CODE_BYTES).toString('hex')}`)
  let text = ''
  for (let place = 0; place < CODE_LENGTH; place++) {
    text = `${ALPHABET[Number(bits & 31n)]}${text}`
    bits >>= 5n
  }
  return text.match(/.{4}/g)?.join('-') ?? text
}

/** What may be said before a code. */
const CALLED =
  /^(?:我的)?(?:邀请码|绑定码|(?:my )?(?:invitation |binding )?code)(?: is )?[\s:：是]*/iu
/** In groups of four, as it is given: nothing else is written like this. A group may have been mistyped. */
const GROUPS = /^[0-9A-Z]{4}(?:-[0-9A-Z]{2,5}){5,7}$/i

/** A message that is a code, right or wrong, and nothing else. */
export function isCodeAlone(text: string): boolean {
  const bare = bareCode(text)
  return (
    (GROUPS.test(bare) && isNearly(bare)) ||
    (/^\w*[A-Z]\w*$/i.test(bare) && codeHash(bare) !== undefined)
  )
}

/** As many letters as a code has, or a few more or less: figures alone are dates or numbers. */
function isNearly(written: string): boolean {
  const { length } = written.replace(/[\s-]/g, '')
  return Math.abs(length - CODE_LENGTH) <= 2 && /[A-Z]/i.test(written)
}

const MASKED_CODE = '〔邀请码〕'
const WITHIN =
  /(?<![0-9A-Z])(?:[0-9A-Z]{4}(?:-[0-9A-Z]{2,5}){5,7}|[0-9A-Z]{4}(?:[\s-]{1,3}[0-9A-Z]{4}){6}|[0-9A-Z]{26,30})(?![0-9A-Z])/gi

/** For others to read: a code is for who was invited. Words of four letters without a figure are none. */
export function withoutCodes(text: string): string {
  const plain = plainText(text)
  const masked = plain.replace(WITHIN, (written) =>
    isNearly(written) && /\d/.test(written) ? MASKED_CODE : written,
  )
  return masked === plain ? text : masked
}

function bareCode(typed: string): string {
  return typed
    .trim()
    .replace(CALLED, '')
    .replace(/[\s.。!]+$/u, '')
}

/** The hash of a code as it was typed, in any case and grouping; undefined when it is none. */
export function codeHash(typed: string): string | undefined {
  const plain = bareCode(typed)
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return CODE.test(plain) ? hashToken(`invitation\n${plain}`) : undefined
}

/** What the audit log calls the role in its place: `clerk@unit:4299…`, without anybody's name. */
export function givenWords({ role, unit, region }: Given): string {
  if (unit !== undefined) return `${role}@unit:${unit}`
  return region === undefined ? role : `${role}@region:${region}`
}
