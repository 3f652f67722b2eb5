/** The sentences people read, by language. Chinese first; English has the same ones. */
import type { Locale } from '../session.ts'
import { en } from './en.ts'
import { type Wording, zhCN } from './zh-cn.ts'

export type { Wording }

const byLocale: Readonly<Record<Locale, Wording>> = { 'zh-CN': zhCN, en }

/** Chinese unless told. */
export function wordingFor(locale: Locale = 'zh-CN'): Wording {
  return byLocale[locale]
}
