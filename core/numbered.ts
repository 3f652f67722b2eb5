/** A message as plain text, for networks without buttons: choices are numbered lines, long texts are cut at sentences. */
import { unmarked } from './formatting.ts'
import type { SendableMessage } from './ports.ts'
import { en } from './wording/en.ts'
import { zhCN } from './wording/zh-cn.ts'

const LONGEST_LABEL = 64

/** All of the message in the order it is read. Numbers are those by which `choices.ts` understands an answer. */
export function numbered({ text, formatted, card, link, choices = [] }: SendableMessage): string {
  const wording = /\p{Script=Han}/u.test(text) ? zhCN : en
  const blocks = [clean(unmarked(text, formatted))]
  if (card) {
    const lines = card.lines.map(({ label, value }) => `${clean(label)}：${clean(value)}`)
    blocks.push([clean(card.title), ...lines].join('\n'))
  }
  if (link) blocks.push(`${clean(link.label)}：\n${link.url}`)
  if (choices.length > 0) {
    const lines = choices.map(({ label }, index) => `${index + 1}. ${labelOf(label)}`)
    blocks.push([wording.numbered.choose, ...lines].join('\n'))
  }
  return blocks.filter(Boolean).join('\n\n')
}

/** Where a text is best cut, the best first: between paragraphs, lines, sentences, clauses, words. */
const SEAMS = [/\n\n/g, /\n/g, /[。！？!?；;]|\.(?=\s)/g, /[，、,]/g, /\s/g]

/**
 * The text in pieces of which none measures more than `limit`, nothing of it lost but the space around a cut.
 * An address, and a character, stays whole wherever it fits at all.
 */
export function splitAtSentences(
  text: string,
  limit: number,
  sizeOf: (text: string) => number = (piece) => piece.length,
): string[] {
  const pieces: string[] = []
  let rest = text.trim()
  while (sizeOf(rest) > limit) {
    const head = longestHead(rest, limit, sizeOf)
    const cut = seamIn(head) ?? head.length
    pieces.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  return rest === '' ? pieces : [...pieces, rest]
}

/** The longest beginning that fits, by halving; at least one character, never half of one. */
function longestHead(text: string, limit: number, sizeOf: (text: string) => number): string {
  let [fits, tooLong] = [0, text.length]
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2)
    if (sizeOf(text.slice(0, middle)) <= limit) fits = middle
    else tooLong = middle
  }
  const half = /[\ud800-\udbff]$/.test(text.slice(0, fits))
  const end = half ? fits - 1 : fits
  return text.slice(0, end > 0 ? end : [...text].slice(0, 1).join('').length)
}

/** Not in the first third: pieces would become many and small. */
function seamIn(head: string): number | undefined {
  for (const seam of SEAMS) {
    const ends = [...head.matchAll(seam)].map(({ 0: mark, index }) => index + mark.length)
    const last = ends.at(-1)
    if (last !== undefined && last > head.length / 3) return last
  }
  return undefined
}

function labelOf(label: string): string {
  const characters = [...clean(label).replace(/\s+/g, ' ')]
  if (characters.length <= LONGEST_LABEL) return characters.join('')
  return `${characters.slice(0, LONGEST_LABEL - 1).join('')}…`
}

/** Without what turns the reading direction around, control characters, and halves of surrogate pairs. */
function clean(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim()
}
