/** How many offers a session remembers. */
import { describe, expect, it } from 'vitest'
import { withOffer } from '../../core/choices.ts'
import { newSession, type Offer, readSession, writeSession } from '../../core/session.ts'

const offerOf = (id: number, bytes = 0): Offer => ({
  id: String(id),
  choices: [
    { label: '查验', intent: 'verify', action: 'receipt', data: { code: '9'.repeat(bytes) } },
  ],
})
const after = (offers: readonly Offer[]) =>
  offers.reduce((session, offer) => withOffer(session, offer), newSession)
const idsIn = (offers: readonly Offer[]) => offers.map(({ id }) => Number(id))

describe('the offers of a session', () => {
  it('are the last twelve, newest first, and are read as they were written', () => {
    const session = after(Array.from({ length: 20 }, (_, id) => offerOf(id)))
    expect(idsIn(session.offers)).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8])
    expect(readSession(writeSession(session))).toEqual(session)
  })

  it('are fewer when they are long, and the last one always', () => {
    expect(idsIn(after([1, 2, 3, 4].map((id) => offerOf(id, 3000))).offers)).toEqual([4, 3])
    expect(idsIn(after([offerOf(1), offerOf(2, 90_000)]).offers)).toEqual([2])
    expect(writeSession(after([1, 2, 3, 4, 5].map((id) => offerOf(id, 3000)))).length).toBeLessThan(
      9000,
    )
  })
})
