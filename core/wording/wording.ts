/** The sentences people read, by language. Chinese first; English has the same ones. */
import type { Locale } from '../session.ts'
import { en } from './en.ts'
import { zhCN } from './zh-cn.ts'

/** Every sentence there is. What is missing in one language does not compile. */
export type Wording = typeof zhCN

const byLocale: Readonly<Record<Locale, Wording>> = { 'zh-CN': zhCN, en }

export function wordingFor(locale: Locale): Wording {
  return byLocale[locale]
}
