/** Not talking to machines: whatever answers like one gets three turns, then silence until a person is there. */
import type { Address, Instant } from '../../core/message.ts'

const MOST_TURNS = 3
/** A person reads before answering; the same words again within this time are a machine's. */
const QUICK_MS = 5000
/** Something short is more likely somebody who tries another word. */
const LONGEST_COMMAND = 12
const MOST_REMEMBERED = 5000
/** What people say again and again to be led on: 下一页, 2, 收到. */
const LONGEST_STEP = 4
const AUTOMATIC = /^[\s[【(（]*(?:自动回复|automatic reply|auto-?reply|out of office)/i

interface Partner {
  heard: string
  id: string
  /** The newest first. */
  answers: readonly string[]
  /** How many of them are to what was heard last, however often that was said. */
  answersToIt: number
  answeredAt: Instant
  turns: number
}

export interface Machines {
  /** Whether to answer this message. The same message again is judged as before. */
  allows(
    key: string,
    message: { readonly id: string; readonly text: string },
    now: Instant,
  ): boolean
  /** What this partner was answered. */
  answered(key: string, text: string, now: Instant): void
}

/** In a group everybody is a partner: members may well say the same at the same time. */
export function partnerOf({ conversation, group }: Address, user: string | undefined): string {
  return group && user !== undefined ? `${conversation} ${user}` : conversation
}

/** Keyed by partner; remembers so many, the longest silent is forgotten first. */
export function createMachines(): Machines {
  const partners = new Map<string, Partner>()

  function partnerOf(key: string): Partner {
    const known = partners.get(key)
    const partner = known ?? {
      ...{ heard: '', id: '', answers: [], answersToIt: 0, answeredAt: 0, turns: 0 },
    }
    partners.delete(key)
    partners.set(key, partner)
    const oldest = partners.size > MOST_REMEMBERED ? partners.keys().next().value : undefined
    if (oldest !== undefined) partners.delete(oldest)
    return partner
  }

  return {
    allows(key, { id, text }, now) {
      const partner = partnerOf(key)
      if (partner.id !== id) {
        partner.turns = turnsAfter(partner, text, now)
        if (partner.heard !== text) partner.answersToIt = 0
        partner.heard = text
        partner.id = id
      }
      return partner.turns < MOST_TURNS
    },
    answered(key, text, now) {
      const partner = partnerOf(key)
      partner.answers = [text, ...partner.answers].slice(0, MOST_TURNS)
      partner.answersToIt += 1
      partner.answeredAt = now
    },
  }
}

/** A short word that leads on is neither a machine's nor a proof of a person. */
function turnsAfter(partner: Partner, text: string, now: Instant): number {
  if (!isMechanical(partner, text, now)) return 0
  const [last, before] = partner.answers
  const leadsOn = text.length <= LONGEST_STEP && partner.answersToIt > 1 && last !== before
  return leadsOn ? partner.turns : partner.turns + 1
}

/** Quick, and: the same words again, our own words back, or words to which we can only repeat ourselves. */
function isMechanical(partner: Partner, text: string, now: Instant): boolean {
  if (AUTOMATIC.test(text)) return true
  if (now - partner.answeredAt > QUICK_MS || text === '') return false
  const [last = '', ...before] = partner.answers
  const echo = text.length > 8 && last.includes(text)
  const circle =
    text.length > LONGEST_COMMAND &&
    before.length === MOST_TURNS - 1 &&
    before.every((answer) => answer === last)
  return text === partner.heard || echo || circle
}
