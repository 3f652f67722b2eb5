/** The questions of 写通知, one after the other and back again: what was answered stays until it is answered anew. */
import type { Choice, Instant } from '../message.ts'
import { regionName } from '../people/regions.ts'
import { clockTime } from '../receipts/date.ts'
import type { Outcome, Turn } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { filesQuestion } from './attaching.ts'
import { boundsOf } from './audience.ts'
import { type AnnounceDialog, type Draft, type Step, steps } from './dialog.ts'

export const BACK = /^(?:(?:返回|退回|回到)?上一步|返回|back)[.。!！]?$/iu
export const KEEP = /^(?:不改了?|不用改|keep(?: it)?)[.。!！]?$/iu
const EXAMPLE_MS = 2 * 24 * 60 * 60 * 1000

/** What each question fills in. */
const fields: Readonly<Record<Step, keyof Draft>> = {
  ...{ title: 'title', text: 'text', files: 'files', audience: 'audience' },
  ...{ mandatory: 'mandatory', acknowledge: 'until', when: 'sendAt' },
}

/** With `changing` the summary comes next, not the next question. */
type Asking = Draft & Pick<AnnounceDialog, 'changing' | 'furthest'>

/** In the form that is read. */
export function exampleTime(now: Instant): string {
  return clockTime(now + EXAMPLE_MS, now)
}

export function ask(turn: Turn, asked: Step, asking: Asking): Promise<Outcome> {
  const { wording, now } = turn
  const { questions } = wording.announcements.writing
  const text = questions[asked](exampleTime(now))
  const choices = choicesOf(turn, asking, asked)
  const furthest = isBefore(asking.furthest, asked) ? asked : asking.furthest
  return Promise.resolve({
    reply: asked === 'files' ? filesAsked(wording, asking) : { text, choices },
    dialog: { ...asking, kind: 'announce', asked, furthest },
  })
}

function filesAsked(wording: Wording, asking: Asking) {
  const { text, choices } = filesQuestion({ wording }, asking.files ?? [])
  const { keep } = wording.announcements.writing
  return { text, choices: canKeep(asking, 'files') ? [...choices, choiceOf(keep)] : choices }
}

export function choicesOf(
  { wording, person }: Pick<Turn, 'wording' | 'person'>,
  asking: Asking,
  asked: Step,
): Choice[] {
  const { labels, keep, within } = wording.announcements.writing
  const own = asked === 'audience' && person ? boundsOf(person) : undefined
  const all = labels[asked].map((label) => ({
    ...choiceOf(label),
    ...(own && { label: within(label, own.map(regionName)) }),
  }))
  return canKeep(asking, asked) ? [...all, choiceOf(keep)] : all
}

/** A press says its label. */
export function choiceOf(label: string): Choice {
  return { label, intent: 'announce', action: 'answer', data: { text: label } }
}

const isBefore = (step: Step | undefined, other: Step) =>
  step === undefined || steps.indexOf(step) < steps.indexOf(other)

/** It was answered; of what is changed only title and text must have been: the others may be left open. */
export function canKeep(asking: Asking, asked: Step): boolean {
  const { changing, furthest } = asking
  if (asking[fields[asked]] !== undefined) return true
  if (furthest !== undefined && isBefore(asked, furthest)) return true
  return changing === true && asked !== 'title' && asked !== 'text'
}

/** The question before this one; of a single answer that is changed, and at the beginning, the same. */
export function before({ changing }: Asking, asked: Step): Step {
  return (changing ? undefined : steps[steps.indexOf(asked) - 1]) ?? asked
}
