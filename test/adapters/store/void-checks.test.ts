/** What the database refuses of void requests by itself, whoever writes past the store. */
import { describe, expect, it } from 'vitest'
import { closeDatabase, openDatabase } from '../../../adapters/store/database.ts'
import { openStore } from '../../../adapters/store/store.ts'
import {
  afterMove,
  moves,
  openStates,
  type VoidMove,
  type VoidRequest,
  type VoidState,
  voidStates,
} from '../../../core/receipts/void.ts'
import { temporaryDatabase } from '../../support/temporary.ts'

/** By a move, or by a note on what goes on waiting. */
const leads = (from: VoidState, to: VoidState) =>
  (Object.keys(moves) as VoidMove[]).some((move) => afterMove(from, move) === to) ||
  (from === to && openStates.includes(from))

const request: VoidRequest = {
  ...{ id: 'VR-2026-000001', state: 'requested', version: 1, name: '票据', amountFen: 1 },
  ...{ receipt: { code: '42990126', number: '0000007001' }, issuedOn: '2026-03-06', unit: 'u' },
  ...{ asker: 'p1', reason: '退费', urgent: false, needsOfficer: true, level: 0, reminded: false },
  ...{ at: 1, since: 1, asks: 0, nothings: 0 },
}

describe('the database', () => {
  it('lets through exactly the moves of the machine', async () => {
    const url = temporaryDatabase()
    const store = await openStore(url)
    await store.transaction((tx) => tx.voids.add({ ...request, needsOfficer: false }))
    await store.close()
    const database = await openDatabase(url)
    const rows = database.writer('void_requests')
    const carried = { approver: 'p2', called_at: 1 }
    for (const previous of voidStates) {
      for (const state of voidStates) {
        const listed = leads(previous, state)
        const changing = rows.clone().update({ ...carried, previous, state })
        if (listed) expect(await changing, `${previous} to ${state}`).toBe(1)
        else await expect(changing, `${previous} to ${state}`).rejects.toThrow(/CHECK/)
      }
    }
    await closeDatabase(database)
  })

  it.each([
    ['a move that the table does not list', { previous: 'requested', state: 'done' }],
    ['a request that was never asked for', { previous: 'done', state: 'requested' }],
    ['an approval by who asked', { previous: 'requested', state: 'approved', approver: 'p1' }],
    ['a confirmation by the approver', { approver: 'p2', confirmer: 'p2' }],
    [
      'a submission that no officer confirmed, where one must',
      { previous: 'approved', state: 'submitted', approver: 'p2', called_at: 1 },
    ],
    [
      'a submission without the mark before the call',
      { previous: 'approved', state: 'submitted', approver: 'p2', confirmer: 'p3' },
    ],
  ])('refuses %s', async (_what, changed) => {
    const url = temporaryDatabase()
    const store = await openStore(url)
    await store.transaction((tx) => tx.voids.add(request))
    await store.close()
    const database = await openDatabase(url)
    await expect(database.writer('void_requests').update(changed)).rejects.toThrow(/CHECK/)
    const whole = { previous: 'requested', state: 'approved', approver: 'p2', confirmer: 'p3' }
    expect(await database.writer('void_requests').update(whole)).toBe(1)
    await closeDatabase(database)
  })
})
