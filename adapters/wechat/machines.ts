/** Not talking to machines: whatever answers like one gets three turns, then silence until a person is there. */
import type { Instant } from '../../core/message.ts'

const MOST_TURNS = 3
/** A person reads before answering; the same words again within this time are a machine's. */
const QUICK_MS = 5000
/** Something short is more likely somebody who tries another word. */
const LONGEST_COMMAND = 12
const MOST_REMEMBERED = 5000
const AUTOMATIC = /^[\s[【(（]*(?:自动回复|automatic reply|auto-?reply|out of office)/i

interface Partner {
  heard: string
  id: string
  answers: readonly string[]
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
  /** What was answered in this conversation. */
  answered(key: string, text: string, now: Instant): void
}

/** Keyed by conversation; remembers so many, the longest silent is forgotten first. */
export function createMachines(): Machines {
  const partners = new Map<string, Partner>()

  function partnerOf(key: string): Partner {
    const known = partners.get(key)
    const partner = known ?? { heard: '', id: '', answers: [], answeredAt: 0, turns: 0 }
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
        partner.turns = isMechanical(partner, text, now) ? partner.turns + 1 : 0
        partner.heard = text
        partner.id = id
      }
      return partner.turns < MOST_TURNS
    },
    answered(key, text, now) {
      const partner = partnerOf(key)
      partner.answers = [text, ...partner.answers].slice(0, MOST_TURNS)
      partner.answeredAt = now
    },
  }
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
