/** Our messages → what the page shows: one by one as they are sent, and the last ones of a conversation as its log. */
import { type Span, withSpans } from '../../core/formatting.ts'
import { aroundCard, type Card, type Instant, type OfferedChoice } from '../../core/message.ts'
import type { SendableMessage } from '../../core/ports.ts'
import type { Locale } from '../../core/session.ts'
import type { HistoryEntry, OutboxRow, Store } from '../../core/store.ts'
import { visible } from '../../core/visible.ts'

/** One message on the page. `id` is the same each time the message is shown. */
export interface ChatEntry {
  readonly id: string
  readonly from: 'person' | 'assistant'
  readonly text: string
  /** Where it is bold. */
  readonly bold?: readonly Span[]
  readonly card?: Card
  /** What stands after the card. */
  readonly notes?: string
  readonly notesBold?: readonly Span[]
  readonly link?: { readonly label: string; readonly url: string }
  readonly choices?: readonly OfferedChoice[]
  /** The person sent a file with it. */
  readonly withFiles?: true
  /** Of what the assistant says; Chinese unless told. */
  readonly locale?: Locale
  readonly at: Instant
}

/** Tells from a row of the outbox what was sent. */
export type SendableOf = (row: Pick<OutboxRow, 'id' | 'message' | 'to'>) => SendableMessage

const LOG_LENGTH = 50

export function render(message: SendableMessage, at: Instant): ChatEntry {
  const { id, card, link, choices, locale, formatted } = message
  const { before, after } = aroundCard(message)
  const said = withSpans(visible(before), formatted)
  const notes = withSpans(visible(after), formatted)
  return {
    id: `a${id}`,
    from: 'assistant',
    text: said.text,
    ...(said.bold.length > 0 && { bold: said.bold }),
    ...(card && { card: cardOf(card) }),
    ...(after && { notes: notes.text }),
    ...(notes.bold.length > 0 && { notesBold: notes.bold }),
    ...(link && { link: { label: visible(link.label), url: link.url } }),
    ...(choices && { choices: choices.map(choiceOf) }),
    ...(locale && { locale }),
    at,
  }
}

/** What was said in a conversation, as far as the page shows it. */
export interface ChatLog {
  readonly messages: readonly ChatEntry[]
  /** Nothing was left off: what the page shows beside it is there no more. */
  readonly whole: boolean
}

/** The last messages of a conversation, oldest first; what was asked comes before what was answered at the same time. */
export async function readLog(
  conversation: string,
  { store, sendableOf }: { store: Pick<Store, 'inbox' | 'outbox'>; sendableOf: SendableOf },
): Promise<ChatLog> {
  const address = { channel: 'web', conversation, group: false }
  const [asked, answered] = await Promise.all([
    store.inbox.history(address, conversation, LOG_LENGTH),
    store.outbox.history(address, conversation, LOG_LENGTH),
  ])
  const answers = answered.toReversed().map((row) => render(sendableOf(row), row.at))
  const labels = labelsIn(answers)
  const all = [...asked.toReversed().map((entry) => question(entry, labels)), ...answers].sort(
    (one, other) => one.at - other.at,
  )
  return { messages: all.slice(-LOG_LENGTH), whole: all.length < LOG_LENGTH }
}

/** A pressed choice reads as its label, whatever was posted as its text. */
function question(entry: HistoryEntry, labels: Labels): ChatEntry {
  const { seq, text, choice, withFiles, at } = entry
  const label = choice === undefined ? undefined : labels.get(choice)
  const said = { text: label ?? visible(text), ...(withFiles && { withFiles }) }
  return { id: `p${seq}`, from: 'person', ...said, at }
}

type Labels = ReadonlyMap<string, string>

function labelsIn(entries: readonly ChatEntry[]): Labels {
  const choices = entries.flatMap((entry) => entry.choices ?? [])
  return new Map(choices.map(({ data, label }) => [data, label]))
}

function cardOf({ title, lines }: Card): Card {
  return {
    title: visible(title),
    lines: lines.map(({ label, value }) => ({ label: visible(label), value: visible(value) })),
  }
}

function choiceOf({ label, data }: OfferedChoice): OfferedChoice {
  return { label: visible(label), data }
}
