/** 状态: how things stand, for an administrator in private. */
import { backlogOf } from '../backlog.ts'
import { clockTime } from '../receipts/date.ts'
import type { Store } from '../store.ts'
import type { Desk, Intent, Turn } from '../turn.ts'
import { refused } from './permission.ts'
import { may } from './role.ts'

export const status: Intent = {
  name: 'status',
  commands: ['status'],
  handle: async (turn, desk) => {
    const { person, wording } = turn
    if (!may(person, 'status.see')) return refused(turn, desk, 'status.see')
    const { title, intro } = wording.people.status
    const lines = [...channelLines(turn, desk), ...(await countLines(turn, desk.store))]
    return { reply: { text: intro, card: { title, lines } }, dialog: 'keep' }
  },
}

function channelLines({ wording: { people }, now }: Turn, { channels }: Desk) {
  return channels().map(({ name, state }) => {
    const { state: is, since, reason } = state()
    const words = people.status.since(people.status.state[is], clockTime(since, now))
    return {
      label: people.channel(name),
      value: reason === undefined ? words : `${words} (${reason})`,
    }
  })
}

async function countLines({ wording: { people }, now }: Turn, store: Store) {
  const { status: words } = people
  const [{ inbox, outbox, setAside, unknown }, imports] = await Promise.all([
    backlogOf(store),
    store.imports.last(),
  ])
  const kinds = ['units', 'receipts'] as const
  return [
    // This very question is still to be answered.
    { label: words.backlog, value: words.messages(Math.max(0, inbox - 1), outbox) },
    { label: words.unknown, value: words.unsure(unknown.messages, unknown.deliveries) },
    { label: words.setAside, value: words.count(setAside) },
    ...kinds.map((kind) => {
      const last = imports.find((record) => record.kind === kind)
      const value = last
        ? words.imported(clockTime(last.at, now), last.read, last.imported, last.refused)
        : words.never
      return { label: words.imports[kind], value }
    }),
  ]
}
