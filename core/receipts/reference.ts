/** Reads what stands on a receipt out of what a person typed, pasted or scanned: by shape, wherever it stands. */
import { parseFen } from './amount.ts'
import { compactDate, separateDate } from './date.ts'
import { takeLabelled } from './labels.ts'
import { takeQrText } from './qr-text.ts'
import {
  type Found,
  type Reading,
  referenceFields,
  setAmount,
  setDate,
  setPayment,
  type ReferenceField,
} from './reading.ts'

const INVISIBLE =
  /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g
/** The same sign for every dash and underscore-like stroke. */
const DASHES = /[\u2010-\u2015\u2212\u2500\u30fc]/g

/** ①②③ number a list: they are no digits of what follows. */
const ENCLOSED = /[\u2460-\u24ff\u2776-\u2793]/g

/** What people type, made plain: half width, nothing invisible, single spaces. Case stays: check codes need it. */
export function plainText(text: string): string {
  return text
    .replace(ENCLOSED, ' ')
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(DASHES, '-')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
}

/** Never throws; reads at most the first 4,000 characters. */
export function readReference(text: string): Reading {
  const found: Found = {}
  let rest = plainText(text.slice(0, 4000))
  for (const step of [takeQrText, takeLabelled, takeDates, takeAmounts]) rest = step(rest, found)
  const unclear = takeRuns(rest, found)
  Object.assign(found, looseAmount(rest))
  const words = wordsOf(rest, found.check)
  return { ...found, unclear, words, rest: rest.trim(), unread: isUnread(rest, found) }
}

const DATE = /(?<!\d)((?:19|20)\d{2}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?!\d)日?/g

/** Several dates without a label say nothing about which one is meant. */
function takeDates(text: string, found: Found): string {
  const dates = new Set<string>()
  const rest = text.replace(DATE, (all) => {
    const date = separateDate(all)
    if (!date) return all
    dates.add(date)
    return ' '
  })
  const [only, ...others] = dates
  if (others.length === 0) setDate(found, only)
  return rest
}

const AMOUNT =
  /(?<![0-9A-Za-z.])(¥ ?)?(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?)(?![0-9A-Za-z]|\.\d)( ?元)?/g

/** A number with two decimals is an amount; so is one with ¥ in front or 元 behind. Several leave it open which is meant. */
function takeAmounts(text: string, found: Found): string {
  const amounts = new Set<string>()
  const rest = text.replace(AMOUNT, (all, sign?: string, value = '', unit?: string) => {
    if (!sign && !unit && !/\.\d{2}$/.test(value)) return all
    amounts.add(value)
    return ' '
  })
  const [only, ...others] = amounts
  if (others.length === 0) setAmount(found, only)
  return rest
}

/** Other words than the values themselves: then six letters are a word, too, and no check code. */
const WORDS = /\p{Script=Han}|(?<![0-9A-Za-z])(?:[A-Za-z]{1,5}|[A-Za-z]{7,})(?![0-9A-Za-z])/u

/** Runs of digits and letters, told apart by length. Returns the values of which more than one is left. */
function takeRuns(text: string, found: Found): ReferenceField[] {
  const candidates: Record<ReferenceField, Set<string>> = {
    code: new Set(),
    number: new Set(),
    check: new Set(),
  }
  const amongWords = WORDS.test(text)
  for (const [run] of text.matchAll(/[0-9A-Za-z]+/g)) {
    if (!amongWords || /\d/.test(run)) sortRun(run, found, candidates)
  }
  const unclear: ReferenceField[] = []
  for (const field of referenceFields) {
    if (found[field]) continue
    const [only, ...others] = candidates[field]
    if (others.length > 0) unclear.push(field)
    else if (only) found[field] = only
  }
  return unclear
}

function sortRun(run: string, found: Found, candidates: Record<ReferenceField, Set<string>>): void {
  const joined = /^(\d{8})(\d{10})([0-9A-Za-z]{6})$/.exec(run)
  if (joined && !found.code) {
    Object.assign(found, { code: joined[1], number: joined[2], check: joined[3] })
  } else if (/^\d+$/.test(run) && [15, 16, 20].includes(run.length)) {
    setPayment(found, { kind: run.length === 20 ? 'payCode' : 'decision', value: run })
  } else if (/^\d{10}$/.test(run)) {
    candidates.number.add(run)
  } else if (/^\d{8}$/.test(run)) {
    const date = compactDate(run)
    if (date) setDate(found, date)
    else candidates.code.add(run)
  } else if (run.length === 6) {
    candidates.check.add(run)
  }
}

/** A whole number of a shape that nothing else has; of several none. */
function looseAmount(rest: string): Pick<Found, 'looseFen'> {
  const [only, ...others] = rest.match(/(?<![0-9A-Za-z.-])-?\d{2,5}(?![0-9A-Za-z.]|-\d)/g) ?? []
  const fen = only === undefined || others.length > 0 ? undefined : parseFen(only)
  return fen === undefined ? {} : { looseFen: fen }
}

/** Digits, also Chinese ones, of which nothing was made. */
function isUnread(rest: string, found: Found): boolean {
  const taken = [found.code, found.number, found.check, found.payment?.value]
  const runs =
    rest.match(
      /[\dA-Za-z]*\d[\dA-Za-z.]*|[〇零一二三四五六七八九十百千万]{2,}|[一二三四五六七八九十]+(?=[月日号元角分])/gu,
    ) ?? []
  return runs.some((run) => !taken.includes(run) && !compactDate(run) && !isLoose(run, found))
}

function isLoose(run: string, { looseFen }: Found): boolean {
  return looseFen !== undefined && parseFen(run) === Math.abs(looseFen)
}

/** Letters that are left when values and their labels are taken away. */
function wordsOf(rest: string, check: string | undefined): string {
  return rest
    .replace(/[0-9A-Za-z]+/g, (run) => (/\d/.test(run) || run === check ? ' ' : run))
    .replace(/(?:票据|发票)?(?:代码|号码|票号)|校验码|验证码|金额|日期|缴款人|交款人/g, ' ')
    .replace(/[^\p{L}]+/gu, '')
}
