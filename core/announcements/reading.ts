/** 通知: what a recipient reads, and finds again. */
import { bounded } from '../choices.ts'
import { clockTime } from '../receipts/date.ts'
import type { Desk, Intent, Outcome, Turn } from '../turn.ts'
import { received } from './acknowledging.ts'
import type { Announcement } from './announcement.ts'
import { handedOut } from './attaching.ts'
import { idIn, recipientsOf } from './naming.ts'
import { announced } from './telling.ts'
import { isWordOfReading } from './verbs.ts'

const MOST_LISTED = 8

/** Public: an announcement is for all of its audience, and in a group 收到 is heard without a word. */
export const notices: Intent = {
  name: 'notices',
  public: true,
  commands: ['notices', 'received'],
  precedes: ({ message, picked }) => !picked && isWordOfReading(message.text),
  handle: (turn, desk) => {
    const { picked, command, message } = turn
    if (picked?.action === 'open') return open(turn, desk, picked.data?.['id'] ?? '')
    const read = command === 'received' || picked?.action === 'received'
    if (read || isWordOfReading(message.text)) return received(turn, desk)
    const id = idIn(turn.text)
    return id === undefined ? listed(turn, desk) : open(turn, desk, id)
  },
}

async function listed(turn: Turn, desk: Desk): Promise<Outcome> {
  const { wording, now } = turn
  const { announcements: words } = wording
  const found = await desk.store.deliveries.received(recipientsOf(turn.person), {
    limit: MOST_LISTED,
  })
  if (found.length === 0) return say(words.none)
  const titles = found.map(({ title, follows }) => words.marked(title, follows?.kind))
  const replaced = await Promise.all(found.map((one) => replacementOf(one, desk)))
  const lines = found.map(({ id, since }, at) =>
    words.line(id, titles[at] ?? '', clockTime(since, now), replaced[at]),
  )
  return {
    reply: {
      text: [words.list, ...lines].join('\n'),
      choices: found.map(({ id }, at) => ({
        label: bounded(titles[at] ?? ''),
        ...{ intent: 'notices', action: 'open', data: { id } },
      })),
    },
    dialog: 'keep',
  }
}

/** By which it was corrected or recalled. */
async function replacementOf({ replacedBy: by }: Announcement, { store }: Desk) {
  if (by === undefined) return undefined
  return { by, kind: (await store.announcements.find(by))?.follows?.kind ?? 'correction' }
}

/** Only what was sent to this person, or to their unit. */
async function open(turn: Turn, desk: Desk, id: string): Promise<Outcome> {
  const { message, wording } = turn
  const { announcements: words } = wording
  const query = { id, limit: 1 }
  const [found] = await desk.store.deliveries.received(recipientsOf(turn.person), query)
  if (!found) return say(words.whichOne)
  // Here the word is a choice of this answer: no words are needed that say how.
  const style = { choices: 'buttons', files: true } as const
  const { text } = announced(found, { group: message.from.group }, style)
  const { files, gone, writes } = await handedOut(found, turn, desk)
  const replaced = await replacementOf(found, desk)
  const { acknowledge } = found
  const asked = acknowledge && acknowledge.until > turn.now && !replaced
  const choices = asked
    ? [{ label: words.choices.received, intent: 'notices', action: 'received', data: { id } }]
    : []
  const lines = [
    ...(replaced ? [words.replaced(replaced)] : []),
    text,
    ...(gone === '' ? [] : [words.attaching.gone(gone)]),
  ]
  return {
    reply: { text: lines.join('\n\n'), formatted: true, choices, files },
    dialog: 'keep',
    writes,
  }
}

function say(text: string): Outcome {
  return { reply: { text }, dialog: 'keep' }
}
