/** The small intents: help, cancel, language, and the words for what is not understood. */
import type { Choice } from './message.ts'
import { type Action, mightEver } from './people/role.ts'
import { isOpen, type Locale } from './session.ts'
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

/** In a group nobody is invited to send what stands on a receipt. In private, who holds a role is told its words, too. */
function helpText({ wording, message, person }: Turn): string {
  const { help: words } = wording
  if (message.from.group) return words.group
  const duties = dutyWords.filter(([action]) => person && mightEver(person, action))
  if (duties.length === 0) return words.text
  return `${words.text}\n\n${words.forStaff(duties.map(([, name]) => words.duties[name]))}`
}

/** What is said to do this, by what it asks for. */
const dutyWords = [
  ['receipts.ofUnit', 'ownReceipts'],
  ['void.request', 'void'],
  ['void.approve', 'approvals'],
  ['announcement.write', 'announce'],
  ['announcement.chase', 'unread'],
  ['queue.work', 'queue'],
  ['void.list', 'voids'],
  ['invite.clerk', 'invite'],
  ['unit.see', 'unit'],
  ['status.see', 'status'],
] as const satisfies readonly (readonly [Action, string])[]
export type DutyWord = (typeof dutyWords)[number][1]

export const cancel: Intent = {
  name: 'cancel',
  public: true,
  commands: ['cancel'],
  handle: ({ session, wording }) => {
    const text = isOpen(session) ? wording.cancel.done : wording.cancel.nothing
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

/** When nothing else fits. An open dialog stays open: the person may have asked in between. */
export const unknown: Intent = {
  name: 'unknown',
  public: true,
  handle: (turn) => Promise.resolve(unknownOutcome(turn)),
}

/** The language that was named; 语言 and /language name none. */
function asked(text: string): Locale | undefined {
  if (/english|英文/i.test(text)) return 'en'
  return /中文|chinese/i.test(text) ? 'zh-CN' : undefined
}

function unknownOutcome(turn: Turn): Outcome {
  const { message, session, text, wording } = turn
  const words = wording.unknown
  const open = isOpen(session) ? `\n${words.stillOpen}` : ''
  const say = (sentence: string, choices: Choice[] = []): Outcome => ({
    reply: { text: `${sentence}${open}`, choices },
    dialog: 'keep',
  })
  const choices = helpChoices(wording)
  if (message.choice !== undefined) return say(words.staleChoice, choices)
  if (/^\d{1,2}$/.test(text)) return say(words.noChoice)
  if (message.text === '' && !message.from.group) {
    return say(message.files ? wording.files.unwanted : words.onlyText, choices)
  }
  if (message.text === '') return say(words.group)
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
