/** A whole directory with somebody to write to in every unit, and two officers: for the fault rig and the bench. */
import { randomBytes } from 'node:crypto'
import { DIRECTORY_SIZE, sampleUnit } from '../../core/people/sample-units.ts'
import type { Store } from '../../core/store.ts'
import { makeToken } from '../../bots/token.ts'

const BATCH = 2_000
const MADE_AT = 1

/** The officer who writes, and the one who approves; neither can be written to. */
export const WRITER = 'writer'
export const APPROVER = 'approver'

/** The Telegram account of a unit's clerk is the unit's place in the directory, counted from 1. */
export async function fillAudience(store: Store, size = DIRECTORY_SIZE): Promise<void> {
  const units = Array.from({ length: size }, (_, index) => sampleUnit(1, index))
  await store.transaction((tx) => tx.units.put(units, MADE_AT))
  for (let from = 0; from < size; from += BATCH) {
    await store.transaction(async (tx) => {
      for (const [at, { code }] of units.slice(from, from + BATCH).entries()) {
        const user = String(from + at + 1)
        await tx.people.add({ id: `p${user}`, name: `人员${user}` }, MADE_AT)
        await tx.people.tie(`p${user}`, { channel: 'telegram', user, conversation: user }, MADE_AT)
        await tx.people.grant(`p${user}`, { role: 'clerk', unit: code }, 'cli', MADE_AT)
      }
    })
  }
  await store.transaction(async (tx) => {
    for (const id of [WRITER, APPROVER]) {
      await tx.people.add({ id, name: '示范' }, MADE_AT)
      await tx.people.grant(id, { role: 'officer', region: '420000' }, 'cli', MADE_AT)
    }
  })
}

/** A token for everything that may be done with announcements. */
export async function tokenOf(store: Store, as: string): Promise<string> {
  const lines: string[] = []
  const scopes = [
    ...(['announcements:write', 'announcements:approve', 'announcements:read'] as const),
  ]
  const io = { out: (line: string) => void lines.push(line), err: () => undefined }
  const made = await makeToken(
    { as, scopes, days: 1, json: false },
    { ...io, store, random: randomBytes, now: Date.now },
  )
  if (made !== 0) throw new Error(`no token for ${as}`)
  return lines.at(-1) ?? ''
}
