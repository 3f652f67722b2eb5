/** An audience in the words of who writes it: “武汉市 且 医院 不含 420100000000000001 或 省直单位”. */
import type { Role } from '../people/person.ts'
import { findRegion, regions } from '../people/regions.ts'
import { unitKinds, unitModes } from '../people/unit.ts'
import { type Aim, aimSchema } from './audience.ts'

const EVERYBODY = /^(?:全部|所有|全省|所有单位|全部单位|all|everybody)$/iu
/** Also one in which a figure is missing or too many: it is then told that nobody has it. */
const CODE = /^(?:[0-9A-Z]{15,18}|\d[0-9A-Z]{9,23})$/iu
/** “群 省属医院”, “省属医院群”. */
const GROUP = /^群[\s:：]*([^,，、]+)$|^([^,，、]+?)\s*群$/u
const roleWords: Readonly<Record<string, Role>> = {
  经办: 'clerk',
  经办人: 'clerk',
  负责人: 'approver',
  监管员: 'officer',
  管理员: 'administrator',
}
const shortKinds: Readonly<Record<string, (typeof unitKinds)[number]>> = {
  省直: '省直单位',
  团体: '社会团体',
  公益组织: '社会团体',
}

/** What may follow a bare 除: alone it is part of many a name. */
const TERMS = [
  ...[...unitKinds, ...unitModes, ...Object.keys(shortKinds), ...Object.keys(roleWords)],
  ...['已绑定', '未绑定', '[0-9A-Z]{6}', ...regions.map(({ name }) => name.slice(0, 2))],
].join('|')
const NOT = `不含|不包括|除了|(?<=^|[\\s,，、]|全部|所有)除|除(?=\\s*(?:${TERMS}))|\\bnot\\b`
const NOTS = new RegExp(NOT, 'giu')
const IS_NOT = /^(?:不含|不包括|除了?|not)$/iu
const OR = /或|[;；\n]|\bor\b/iu
const AND = /且|、?并且|\band\b/iu
const JOINTS = new RegExp(`(${OR.source}|${AND.source}|${NOT})`, 'iu')
/** “除医院以外”. */
const OUTSIDE = /(?:以|之)?外[\s,，、]*$/u
const EDGES = /^[\s,，、]+|[\s,，、]+$/gu

/** What is named, or joins what is named; their texts in a row are the whole. */
export interface Part {
  readonly text: string
  readonly joins: boolean
  /** It comes after 不含. */
  readonly negated: boolean
}

export function partsOf(text: string): Part[] {
  return text.split(JOINTS).map((one, at, all) => {
    const negated = IS_NOT.test(all[at - 1] ?? '')
    return { text: negated ? one.replace(OUTSIDE, '') : one, joins: at % 2 === 1, negated }
  })
}

/** Of a list of units. */
export function itemsOf(text: string): string[] {
  return split(text, /[\s,，、]+/u)
}

/** The same with 和 between them, which is part of many a name. */
export function piecesOf(text: string): string[] {
  return split(text, /[\s,，、和]+/u)
}

export function alternativesOf(text: string): string[] {
  return split(text, OR)
}

/** 或 binds least, then 且, then 不含. Undefined where any part of it cannot be read. */
export function readAim(text: string): Aim | undefined {
  const parts = alternativesOf(text.normalize('NFKC')).map(everyOf)
  const aim = joined('any', parts)
  return aim && aimSchema.safeParse(aim).data
}

function everyOf(text: string): Aim | undefined {
  return joined('every', split(text.replace(NOTS, '且!'), AND).map(termOf))
}

function termOf(text: string): Aim | undefined {
  if (!text.startsWith('!')) return leafOf(text)
  const aim = leafOf(text.slice(1).replace(OUTSIDE, '').trim())
  return aim && { not: aim }
}

function leafOf(text: string): Aim | undefined {
  return wordOf(text) ?? codesOf(text) ?? listOf(text)
}

function wordOf(text: string): Aim | undefined {
  if (EVERYBODY.test(text)) return { all: true }
  if (text === '已绑定' || text === '未绑定') return { bound: text === '已绑定' }
  const kind = unitKinds.find((one) => one === text) ?? shortKinds[text]
  if (kind) return { kind }
  const mode = unitModes.find((one) => one === text || `${one}单位` === text)
  if (mode) return { mode }
  const role = roleWords[text]
  if (role) return { role }
  const group = GROUP.exec(text)
  if (group) return { group: (group[1] ?? group[2] ?? '').trim() }
  const region = findRegion(text)
  return region && { region: region.code }
}

function codesOf(text: string): Aim | undefined {
  const codes = piecesOf(text)
  return codes.length > 0 && codes.every((code) => CODE.test(code))
    ? { units: codes.map((code) => code.toUpperCase()) }
    : undefined
}

/** “医院、学校” is either, where all are of one sort: what “武汉市，医院” means is not clear. */
function listOf(text: string): Aim | undefined {
  const words = split(text, /[,，、和]/u).map(wordOf)
  const [sort = ''] = Object.keys(words[0] ?? {})
  return words.every((word) => word && sort in word) ? joined('any', words) : undefined
}

function joined(key: 'every' | 'any', parts: readonly (Aim | undefined)[]): Aim | undefined {
  const known = parts.filter((part) => part !== undefined)
  if (known.length !== parts.length || parts.length === 0) return undefined
  if (known.length === 1) return known[0]
  return key === 'every' ? { every: known } : { any: known }
}

function split(text: string, by: RegExp): string[] {
  return text
    .split(by)
    .map((part) => part.replace(EDGES, ''))
    .filter((part) => part !== '')
}
