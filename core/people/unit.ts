/** A unit that issues receipts, as the directory lists it. Its words are the directory's own. */
import type { Instant } from '../message.ts'

export const unitKinds = ['省直单位', '医院', '学校', '社会团体', '市州县单位', '其他'] as const
export type UnitKind = (typeof unitKinds)[number]

export const unitModes = ['系统对接', '在线'] as const
export type UnitMode = (typeof unitModes)[number]

export interface Unit {
  /** 统一社会信用代码 as a rule. */
  readonly code: string
  readonly name: string
  /** 行政区划代码, one of `regions`. */
  readonly region: string
  readonly kind: UnitKind
  readonly mode: UnitMode
  readonly parent?: string
}

/** A unit as it is kept: it stays when the directory no longer lists it, and then gives nobody anything. */
export interface KeptUnit extends Unit {
  readonly goneSince?: Instant
}
