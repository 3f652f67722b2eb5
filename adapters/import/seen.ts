/** Which receipts a file held so far, in some twenty bytes each: finds the one that comes twice with other content. */
import { crc32 } from 'node:zlib'
import type { Receipt } from '../../core/receipts/receipt.ts'

export interface Seen {
  /** Whether the same receipt came before, and whether it was the same. */
  check(receipt: Receipt): 'new' | 'same' | 'different'
}

/** Open addressing. A code of eight digits and a number of ten take 61 bits: two places hold them exactly. */
interface Table {
  /** The code and the highest two bits of the number, plus one: zero is an empty place. */
  readonly highs: Uint32Array
  readonly lows: Uint32Array
  readonly contents: Uint32Array
}

const FIRST_SIZE = 1 << 12
const FULLEST = 0.7
const TWO_32 = 0x100000000

export function createSeen(): Seen {
  let table = emptyTable(FIRST_SIZE)
  let count = 0
  return {
    check(receipt) {
      const number = Number(receipt.number)
      const high = Number(receipt.code) * 4 + Math.floor(number / TWO_32) + 1
      const low = number % TWO_32
      const content = contentOf(receipt)
      const place = placeOf(table, high, low)
      if (table.highs[place] !== 0) return table.contents[place] === content ? 'same' : 'different'
      put(table, place, high, low, content)
      count += 1
      if (count > table.highs.length * FULLEST) table = doubled(table)
      return 'new'
    },
  }
}

function emptyTable(size: number): Table {
  return {
    highs: new Uint32Array(size),
    lows: new Uint32Array(size),
    contents: new Uint32Array(size),
  }
}

function placeOf({ highs, lows }: Table, high: number, low: number): number {
  const last = highs.length - 1
  const mixed = Math.imul(high ^ Math.imul(low, 0x9e3779b1), 0x85ebca6b)
  let place = (mixed ^ (mixed >>> 15)) & last
  for (; highs[place] !== 0; place = (place + 1) & last) {
    if (highs[place] === high && lows[place] === low) break
  }
  return place
}

function put(table: Table, place: number, high: number, low: number, content: number): void {
  table.highs[place] = high
  table.lows[place] = low
  table.contents[place] = content
}

function doubled(old: Table): Table {
  const table = emptyTable(old.highs.length * 2)
  old.highs.forEach((high, index) => {
    const low = old.lows[index] ?? 0
    if (high !== 0) put(table, placeOf(table, high, low), high, low, old.contents[index] ?? 0)
  })
  return table
}

function contentOf(receipt: Receipt): number {
  return crc32(JSON.stringify(receipt))
}
