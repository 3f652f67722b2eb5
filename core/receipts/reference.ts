/** Reads what stands on a receipt out of what a person typed, pasted or scanned: by shape, wherever it stands. */
import type { PaymentNumber } from '../ports.ts'
import { parseFen } from './amount.ts'
import { calendarDate, compactDate } from './date.ts'
import type { Reference } from './receipt.ts'

/** What was found. A value of which two readings were left is missing and named in `unclear`. */
export interface Reading {
  readonly code?: string
  readonly number?: string
  readonly check?: string
  /** yyyy-MM-dd */
  readonly date?: string
  readonly amountFen?: number
  /** Only where it was labelled. */
  readonly payer?: string
  readonly payment?: PaymentNumber
  readonly unclear: readonly ReferenceField[]
  /** The words that are no value and no label: little is left of a mere reference, much of a question. */
  readonly words: string
}

export type ReferenceField = 'code' | 'number' | 'check'
export const referenceFields: readonly ReferenceField[] = ['code', 'number', 'check']

type Found = { -readonly [K in keyof Reading]?: Reading[K] }

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
  return { ...found, unclear, words: wordsOf(rest, found.check) }
}

/** The three values when all are there. */
export function completeReference(reading: {
  readonly [K in keyof Reference]?: Reference[K] | undefined
}): Reference | undefined {
  const { code, number, check } = reading
  return code && number && check ? { code, number, check } : undefined
}

const QR_FORMS: readonly RegExp[] = [
  /[?&]d=(\d{8})_(\d{10})_([0-9A-Za-z]{6})(?:_(-?\d+(?:\.\d{1,2})?))?_(\d{8})(?![0-9A-Za-z])/,
  /\/page\/(\d{8})\/(\d{10})\/([0-9A-Za-z]{6})(?![0-9A-Za-z])/,
  /(?<![0-9A-Za-z])(\d{8})[^0-9A-Za-z\s](\d{10})[^0-9A-Za-z\s]([0-9A-Za-z]{6})(?![0-9A-Za-z])/,
]
const QR_PARAMETERS = {
  code: /[?&]invoice_code=(\d{8})(?!\d)/,
  number: /[?&]invoice_number=(\d{10})(?!\d)/,
  check: /[?&]check_code=([0-9A-Za-z]{6})(?![0-9A-Za-z])/,
} as const

/** Every known QR text is an address with the values in it; the address is never opened. */
function takeQrText(text: string, found: Found): string {
  const url = /https?:\/\/\S+/i.exec(text)?.[0]
  const parameters = completeReference({
    ...pick('code', QR_PARAMETERS.code.exec(text)?.[1]),
    ...pick('number', QR_PARAMETERS.number.exec(text)?.[1]),
    ...pick('check', QR_PARAMETERS.check.exec(text)?.[1]),
  })
  if (parameters) {
    Object.assign(found, parameters)
    return url ? text.replace(url, ' ') : text
  }
  for (const form of QR_FORMS) {
    const match = form.exec(text)
    if (!match || compactDate(match[1] ?? '')) continue
    const [all, code = '', number = '', check = '', amount, date] = match
    Object.assign(found, { code, number, check })
    setAmount(found, amount)
    setDate(found, date === undefined ? undefined : compactDate(date))
    return text.replace(url?.includes(all) ? url : all, ' ')
  }
  return text
}

const BETWEEN = String.raw`[)】]?\s?(?:(?:是|为|[:=#])\s?)?`
const END = String.raw`(?![0-9A-Za-z])`
/** A name needs a sign or a word between: “姓名是否正确” names nobody. */
const PAYER =
  /(?<![0-9A-Za-z])(?:缴款人|交款人|付款人|缴费人|姓名|抬头|payer)(?:名称|姓名|全名|全称| ?name)? ?(?:[:=]|是(?!否|不是)|为| is ) ?([^\s,，;；。:\d]{2,60}(?: [A-Za-z][A-Za-z.'-]*)*)/iu
/** A label, what may stand between, and a value of the right shape. Longer labels first: 票据代码 before 代码. */
const LABELS: readonly (readonly [RegExp, (found: Found, value: string) => unknown])[] = [
  [
    label(
      String.raw`(?:行政)?处罚决定书?(?:编号|号码|文号|号)|决定书(?:编号|号码|号)|penalty decision(?: no\.?| number)?`,
      String.raw`(\d(?:[ -]?\d){5,24}(?!\d)|[\p{Script=Han}〔〕()\[\]]{1,12}\d[0-9\p{Script=Han}〔〕()\[\]-]{0,20}号)`,
    ),
    (found, value) => setDecision(found, value),
  ],
  [
    label(
      '缴款码|缴费码|缴款识别码|缴款书号码|pay(?:ment)? ?code',
      String.raw`(\d(?:[ -]?\d){19})` + END,
    ),
    (found, value) => setPayment(found, { kind: 'payCode', value: value.replace(/[ -]/g, '') }),
  ],
  [
    label(
      '票据代码|发票代码|代码|(?:invoice|receipt) ?code|(?<!check )code',
      String.raw`(\d(?: ?\d){7})` + END,
    ),
    (found, value) => setOnce(found, 'code', value.replaceAll(' ', '')),
  ],
  [
    label(
      '票据号码|发票号码|票据号|票号|号码|(?:invoice|receipt) ?(?:number|no\\.?)|number|No\\.?',
      String.raw`(\d(?: ?\d){9})` + END,
    ),
    (found, value) => setOnce(found, 'number', value.replaceAll(' ', '')),
  ],
  [
    label(
      String.raw`校验码|验证码|检验码|check ?code|check(?=\s?[:=])`,
      String.raw`([0-9A-Za-z]{6})` + END,
    ),
    (found, value) => setOnce(found, 'check', value),
  ],
  [
    label(
      '小写|合计|金额|总额|总计|amount|total',
      String.raw`[¥$]?\s?(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?)(?![\d.])`,
    ),
    (found, value) => setAmount(found, value),
  ],
  [
    label(
      String.raw`开票日期|(?<!\p{Script=Han})(?:日期|时间)|date|issued(?: on)?`,
      String.raw`(\d{8}(?!\d)|(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2})`,
    ),
    (found, value) => setDate(found, compactDate(value) ?? separateDate(value)),
  ],
  [PAYER, (found, value) => (found.payer ??= value)],
]

function label(names: string, value: string): RegExp {
  return new RegExp(`(?<![0-9A-Za-z])(?:${names})${BETWEEN}${value}`, 'iu')
}

function takeLabelled(text: string, found: Found): string {
  let rest = text
  for (const [pattern, set] of LABELS) {
    const match = pattern.exec(rest)
    if (!match?.[1]) continue
    set(found, match[1])
    rest = rest.replace(match[0], ' ')
  }
  return rest
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

function separateDate(text: string): string | undefined {
  const [year = '', month = '', day = ''] = text.match(/\d+/g) ?? []
  return calendarDate(year, month, day)
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

function setOnce(found: Found, field: ReferenceField, value: string): void {
  found[field] ??= value
}

function setPayment(found: Found, payment: PaymentNumber): void {
  found.payment ??= payment
}

/** Up to 25 characters; what follows 号 or a stop no longer belongs to it. */
function setDecision(found: Found, value: string): void {
  const text = /^[^号]*号?/u.exec(value)?.[0] ?? value
  if (text.length >= 4 && text.length <= 25) setPayment(found, { kind: 'decision', value: text })
}

function setAmount(found: Found, value: string | undefined): void {
  const fen = value === undefined ? undefined : parseFen(value)
  if (fen !== undefined) found.amountFen ??= fen
}

function setDate(found: Found, date: string | undefined): void {
  if (date) found.date ??= date
}

/** Letters that are left when values and their labels are taken away. */
function wordsOf(rest: string, check: string | undefined): string {
  return rest
    .replace(/[0-9A-Za-z]+/g, (run) => (/\d/.test(run) || run === check ? ' ' : run))
    .replace(/(?:票据|发票)?(?:代码|号码|票号)|校验码|验证码|金额|日期|缴款人|交款人/g, ' ')
    .replace(/[^\p{L}]+/gu, '')
}

function pick<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>)
}
