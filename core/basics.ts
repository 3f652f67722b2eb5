/** The small intents: help, cancel, language, courtesy, and the words for what is not understood. */
import type { Choice } from './message.ts'
import type { Locale } from './session.ts'
import type { Intent, Outcome, Turn } from './turn.ts'
import { type Wording, wordingFor } from './wording/wording.ts'

export const help: Intent = {
  name: 'help',
  public: true,
  commands: ['help', 'start'],
  handle: (turn) => {
    const { command, wording, text } = turn
    const expired = command === 'start' && text !== '' ? `${wording.unknown.startOver}\n\n` : ''
    const reply = { text: `${expired}${helpText(turn)}`, choices: helpChoices(wording) }
    return Promise.resolve({ reply, dialog: 'keep' })
  },
}

/** In a group nobody is invited to send what stands on a receipt. */
function helpText({ wording, message }: Turn): string {
  return message.from.group ? wording.help.group : wording.help.text
}

export const cancel: Intent = {
  name: 'cancel',
  public: true,
  commands: ['cancel'],
  handle: ({ session, wording }) => {
    const text = session.dialog ? wording.cancel.done : wording.cancel.nothing
    return Promise.resolve({ reply: { text } })
  },
}

/** Every language is offered in its own words, so that who cannot read the present one finds it. */
export const language: Intent = {
  name: 'language',
  public: true,
  commands: ['language'],
  handle: ({ session, message }) => {
    const locale = asked(message.text) ?? (session.locale === 'en' ? 'zh-CN' : 'en')
    const wording = wordingFor(locale)
    const reply = { text: wording.language.changed, choices: helpChoices(wording) }
    return Promise.resolve({ reply, locale, dialog: 'keep' })
  },
}

/** Thanks and goodbye. An open dialog stays open. */
export const courtesy: Intent = {
  name: 'courtesy',
  public: true,
  matches: ({ text }) =>
    /^(?:(?:好的?|嗯+|哦|行)[，,、 ]?)?(?:谢谢|多谢|感谢|谢了|辛苦)(?:你|您|了|啦|啊)*[!.。！~]*$|^(?:再见|拜拜|bye|thanks?(?: you)?|thx)[!.。！]*$/iu.test(
      text,
    ),
  handle: ({ wording }) => Promise.resolve({ reply: { text: wording.courtesy }, dialog: 'keep' }),
}

/** The language that was named; 语言 and /language name none. */
function asked(text: string): Locale | undefined {
  if (/english|英文/i.test(text)) return 'en'
  return /中文|chinese/i.test(text) ? 'zh-CN' : undefined
}

/** When nothing fits. An open dialog stays open: the person may have asked in between. */
export function unknownOutcome(turn: Turn): Outcome {
  const { message, session, text, wording } = turn
  const words = wording.unknown
  const open = session.dialog ? `\n${words.stillOpen}` : ''
  const say = (sentence: string, choices: Choice[] = []): Outcome => ({
    reply: { text: `${sentence}${open}`, choices },
    dialog: 'keep',
  })
  const choices = helpChoices(wording)
  if (message.choice !== undefined) return say(words.staleChoice, choices)
  if (/^\d{1,2}$/.test(text)) return say(words.noChoice)
  if (message.text === '') return say(words.onlyText, choices)
  if (text === '') return say(helpText(turn), choices)
  return message.from.group ? say(words.group) : say(words.text, choices)
}

function helpChoices({ choices }: Wording): Choice[] {
  return [
    { label: choices.lookup, intent: 'lookup', action: 'ask' },
    { label: choices.verify, intent: 'verify', action: 'ask' },
    { label: choices.privacy, intent: 'privacy', action: 'ask' },
    { label: choices.language, intent: 'language', action: 'switch' },
  ]
}
