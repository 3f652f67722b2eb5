/** What the assistant remembers between two messages of one person in one chat: data only, so it survives a restart. */
import { z } from 'zod'
import { announceDialog } from './announcements/dialog.ts'
import { LONGEST_QUESTION } from './faq/question.ts'
import type { Choice, InboundMessage } from './message.ts'
import { voidDialog, voidReturnDialog } from './receipts/void/dialog.ts'

export type Locale = 'zh-CN' | 'en'

const optionalText = z.string().max(200).optional()

const lookupDialog = z.object({
  kind: z.literal('lookup'),
  purpose: z.enum(['card', 'verify']),
  /** `second` opens a guarded receipt; `facts` are compared with one that is open; `again` corrects what was not found. */
  asked: z.enum(['code', 'number', 'check', 'second', 'facts', 'again']),
  code: optionalText,
  number: optionalText,
  check: optionalText,
  date: optionalText,
  amountFen: z.number().int().optional(),
  /** The unit whose receipt it is, where it was opened by a role in that unit. */
  unit: optionalText,
})

const paymentKind = z.enum(['decision', 'payCode'])

/** Waiting for the payer's name that opens the receipts of a number; `miss` is taken back when it does. */
const paymentDialog = z.object({
  kind: z.literal('payment'),
  payment: z.object({ kind: paymentKind, value: z.string().max(40) }),
  miss: z.string().max(40),
})

/** After a question: what “那纸质的呢”, “详细点” and “没解决” go on from. `question` has passed `maskedQuestion`. */
const faqDialog = z.object({
  kind: z.literal('faq'),
  question: z.string().max(LONGEST_QUESTION * 2),
  /** The id of the question among those that are kept. */
  asked: z.string().max(40),
  /** The entry that was answered. */
  entry: optionalText,
})

/** Waiting for the number itself, after its name alone was said. */
const paymentNumberDialog = z.object({ kind: z.literal('payment-number'), of: paymentKind })

/** Waiting for a word that confirms the deletion. */
const eraseDialog = z.object({ kind: z.literal('erase') })

/** Waiting for a phone, or for the code that was sent to it; `miss` is taken back when the code is right. */
const phoneDialog = z.object({
  kind: z.literal('phone'),
  asked: z.enum(['phone', 'code']),
  miss: z.string().max(40).optional(),
})

const dialogSchema = z.discriminatedUnion('kind', [
  phoneDialog,
  lookupDialog,
  paymentDialog,
  paymentNumberDialog,
  eraseDialog,
  faqDialog,
  voidDialog,
  voidReturnDialog,
  announceDialog,
])

/** The open dialog: which question waits for an answer, and what was answered before. */
export type Dialog = z.infer<typeof dialogSchema>
export type LookupDialog = z.infer<typeof lookupDialog>
export type PhoneDialog = z.infer<typeof phoneDialog>
export type PaymentDialog = z.infer<typeof paymentDialog>
export type FaqDialog = z.infer<typeof faqDialog>

const choiceSchema = z.object({
  label: z.string(),
  intent: z.string(),
  action: z.string(),
  data: z.record(z.string(), z.string()).optional(),
  means: z.enum(['yes', 'no']).optional(),
})

/**
 * `id` is the offer's own; a press names it, so an old button is never taken for a new one. `aside`: of a notice that
 * came while a question waited, which numbers answer. `beside`: of a notice that came while the next of the offers was
 * held out, which is still chosen by its words.
 */
const offerSchema = z.object({
  id: z.string(),
  choices: z.array(choiceSchema),
  aside: z.boolean().optional(),
  beside: z.boolean().optional(),
})

const sessionSchema = z.object({
  v: z.literal(1),
  locale: z.enum(['zh-CN', 'en']),
  dialog: dialogSchema.optional(),
  /** The choices of the last replies, newest first. */
  offers: z.array(offerSchema).max(16),
  /** The last reply offered the newest of them: a bare number means it. */
  offering: z.boolean(),
  /** A ticket of this conversation is live: people talk here, and the assistant is silent. */
  withHuman: z.boolean().optional(),
  /** Questions that found nothing since a human was last offered. */
  misses: z.number().int().optional(),
})

export type Offer = {
  readonly id: string
  readonly choices: readonly Choice[]
  readonly aside?: boolean
  readonly beside?: boolean
}
export interface Session {
  readonly locale: Locale
  readonly dialog?: Dialog
  readonly offers: readonly Offer[]
  readonly offering: boolean
  readonly withHuman?: boolean
  readonly misses?: number
}

/** After an answered question, or a receipt that was not found, nothing waits for anything. */
export function isOpen({ dialog }: Pick<Session, 'dialog'>): boolean {
  if (!dialog || dialog.kind === 'faq') return false
  return dialog.kind !== 'lookup' || dialog.asked !== 'again'
}

export const newSession: Session = { locale: 'zh-CN', offers: [], offering: false }

/** The language behind a tag such as `zh-Hans-CN`, as networks and browsers tell it: Chinese, or else English. */
export function localeOf(tag: string): Locale {
  return /^zh(?![a-z])/i.test(tag) ? 'zh-CN' : 'en'
}

/** English words: values of a receipt, a command or a single word tell nothing about who writes. */
const ENGLISH = /(?<![\w/@])[a-z]{2,} (?:[a-z]{1,3} )*[a-z]{2,}(?!\w)/i

/** The language of a first contact: Chinese, but for who writes English and has a telephone or browser in English. */
export function firstLocale({ text, locale }: Pick<InboundMessage, 'text' | 'locale'>): Locale {
  return locale === 'en' && ENGLISH.test(text) && !/\p{Script=Han}/u.test(text) ? 'en' : 'zh-CN'
}

/** What cannot be read, or is of another version, is a new session rather than a guess. */
export function readSession(data: string | undefined, locale: Locale = 'zh-CN'): Session {
  if (data === undefined) return { ...newSession, locale }
  const parsed = sessionSchema.safeParse(parseJson(data))
  if (!parsed.success) return { ...newSession, locale }
  const { v: _version, dialog, offers, withHuman, misses, ...rest } = parsed.data
  return {
    ...rest,
    offers: offers as Offer[],
    ...(dialog && { dialog }),
    ...(withHuman && { withHuman }),
    ...(misses !== undefined && { misses }),
  }
}

export function writeSession(session: Session): string {
  return JSON.stringify({ v: 1, ...session })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
