/** An announcement as a network shows it, in words: what stands for its buttons, and how its files are had. */
import { unmarked } from '../formatting.ts'
import type { ChannelTraits } from '../ports.ts'
import type { Announced } from './telling.ts'
import { announced } from './telling.ts'

/** What networks can do, as far as an announcement shows it. */
export type Style = Pick<ChannelTraits, 'choices' | 'files'>

/** Also of those that are not connected here. */
export const styles = {
  telegram: { choices: 'buttons', files: true },
  wechat: { choices: 'numbers', files: true },
  'wechat-official': { choices: 'numbers' },
  web: { choices: 'buttons' },
  console: { choices: 'numbers' },
} as const satisfies Readonly<Record<string, Style>>
export type StyledChannel = keyof typeof styles
export const styledChannels = Object.keys(styles) as StyledChannel[]

export interface Rendition {
  /** With its marks, where letters can be bold. */
  readonly text: string
  readonly formatted: boolean
  readonly choices: readonly string[]
  /** They follow as files; else they are named, and had by asking. */
  readonly filesFollow: boolean
}

/** In private. */
export function renditionOf(announcement: Announced, channel: StyledChannel): Rendition {
  const style: Style = styles[channel]
  const { text, choices = [] } = announced(announcement, { group: false }, style)
  const formatted = style.choices === 'buttons'
  return {
    text: formatted ? text : unmarked(text, true),
    formatted,
    choices: choices.map(({ label }) => label),
    filesFollow: style.files === true,
  }
}
