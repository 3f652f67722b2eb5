/** Sample receipts in any number, for trying, testing and measuring: believable, and nobody's. */
import type { Party, Payer, Receipt, ReceiptFlags, ReceiptItem } from './receipt.ts'
import {
  GIVEN,
  type Kind,
  ODD_PEOPLE,
  ORGANISATIONS,
  type Part,
  RARE,
  REMARKS,
  shares,
  SURNAMES,
} from './sample-words.ts'

type Random = () => number
const CHECK_LETTERS = '0123456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'
const FIRST_DAY = Date.UTC(2024, 0, 1)
const DAYS = 720
const DAY_MS = 86_400_000

/**
 * The receipt at a place (from 0) of the series that a seed names: always the same. Some at even places are
 * reversed by the red one that follows. A file carries no flags; only what is built with these has them.
 */
export function sampleReceipt(seed: number, index: number): Receipt {
  return isRed(seed, index) ? redReceipt(seed, index) : plainReceipt(seed, index)
}

function isRed(seed: number, index: number): boolean {
  return index % 2 === 1 && isReversed(seed, index - 1)
}

function isReversed(seed: number, index: number): boolean {
  return index % 2 === 0 && randomOf(seed ^ 0x5bd1e995, index)() < 0.04
}

function plainReceipt(seed: number, index: number): Receipt {
  const random = randomOf(seed, index)
  const kind = pick(random, shares)
  const day = Math.floor(random() * DAYS)
  const issuedOn = dateOf(day)
  const [issuerName, issuerCode, region] = pick(random, kind.issuers)
  const items = itemsOf(random, kind)
  const amountFen = items.reduce((sum, item) => sum + item.amountFen, 0)
  const code = `4299${kind.digits}${issuedOn.slice(2, 4)}`
  return {
    code,
    number: numberAt(index),
    check: checkOf(random),
    name: kind.name,
    issuedOn,
    ...(random() < 0.95 && { issuedAt: timeOf(random) }),
    amountFen,
    issuer: party(issuerName, issuerCode),
    payer: payerOf(random, kind),
    region,
    ...(kind.number === 'decision' && { decisionNumber: `4299${digits(random, 12)}` }),
    ...(kind.number === 'payCode' && { payCode: `4299${digits(random, 16)}` }),
    ...(random() < 0.25 && { remark: pick(random, REMARKS) }),
    handler: pick(random, ['示例甲', '示例乙']),
    checker: '示例丙',
    items,
    flags: isReversed(seed, index)
      ? { reversed: { code, number: numberAt(index + 1), date: later(issuedOn) } }
      : flagsOf(random, issuedOn, amountFen),
    checks: 0,
  }
}

/** A receipt of its own with the amounts turned round, some days after the original. */
function redReceipt(seed: number, index: number): Receipt {
  const random = randomOf(seed, index)
  const original = plainReceipt(seed, index - 1)
  const { issuedAt: _issuedAt, remark: _remark, ...same } = original
  const negated = ({ amountFen, ...item }: ReceiptItem) => ({ ...item, amountFen: -amountFen })
  return {
    ...same,
    number: numberAt(index),
    check: checkOf(random),
    issuedOn: later(original.issuedOn),
    issuedAt: timeOf(random),
    amountFen: -original.amountFen,
    items: original.items.map(negated),
    remark: pick(random, ['退费', '退号', '开错', '结账作废']),
    original: { code: original.code, number: original.number },
    flags: {},
  }
}

function flagsOf(random: Random, date: string, amountFen: number): ReceiptFlags {
  const share = random()
  if (share < 0.02) return { paper: { code: '42990024', number: digits(random, 10) } }
  return share < 0.08 ? { booked: { unit: '江城示范商贸有限公司', date, amountFen } } : {}
}

function itemsOf(random: Random, { parts }: Kind): ReceiptItem[] {
  const count = 1 + Math.floor(random() * Math.min(parts.length, 3))
  const first = Math.floor(random() * parts.length)
  return Array.from({ length: count }, (_, offset) => {
    const [name, unit, least, most] = parts[(first + offset) % parts.length] as Part
    const round = random() < 0.3 ? 100 : 1
    const fen = Math.round(((least + random() ** 3 * (most - least)) * 100) / round) * round
    return { name, quantity: String(1 + Math.floor(random() * 5)), unit, amountFen: fen }
  })
}

function payerOf(random: Random, { payers }: Kind): Payer {
  const organisation = payers === 'organisations' || (payers === 'both' && random() < 0.3)
  if (organisation) {
    return { name: pick(random, ORGANISATIONS), code: `914299${digits(random, 11)}X` }
  }
  return {
    name: personName(random),
    ...(random() < 0.3 && { code: `42990019000101${digits(random, 3)}X` }),
    ...(random() < 0.7 && { phone: `138000${digits(random, 5)}` }),
  }
}

function personName(random: Random): string {
  const oddity = random()
  if (oddity < 0.03) return pick(random, ODD_PEOPLE)
  const given = oddity < 0.08 ? pick(random, RARE) : pick(random, GIVEN)
  return pick(random, SURNAMES) + given + (random() < 0.6 ? pick(random, GIVEN) : '')
}

/** Digits only, lower-case hex, letters, and mixed, as real ones are. */
function checkOf(random: Random): string {
  const [from, to] = pick(random, [
    [0, 10],
    [0, 16],
    [10, 34],
    [0, CHECK_LETTERS.length],
  ] as const)
  const letters = CHECK_LETTERS.slice(from, to)
  let check = ''
  while (check.length < 6) check += letters[Math.floor(random() * letters.length)]
  return check
}

function party(name: string, code: string): Party {
  return { name, code }
}

function numberAt(index: number): string {
  return String(index + 1).padStart(10, '0')
}

function dateOf(day: number): string {
  return new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10)
}

function later(date: string): string {
  return new Date(Date.parse(date) + 3 * DAY_MS).toISOString().slice(0, 10)
}

function timeOf(random: Random): string {
  const two = (below: number) => String(Math.floor(random() * below)).padStart(2, '0')
  return `${two(24)}:${two(60)}:${two(60)}`
}

function digits(random: Random, count: number): string {
  let text = ''
  while (text.length < count) text += Math.floor(random() * 10)
  return text
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T
}

/** mulberry32, started afresh for every place so that any can be made without those before it. */
function randomOf(seed: number, index: number): Random {
  let state = Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
