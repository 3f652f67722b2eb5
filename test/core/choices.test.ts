/** How many offers a session remembers, and which of them words and numbers choose from. */
import { describe, expect, it } from 'vitest'
import { pickedChoice, withNotice, withOffer } from '../../core/choices.ts'
import type { InboundMessage } from '../../core/message.ts'
import {
  newSession,
  type Offer,
  readSession,
  type Session,
  writeSession,
} from '../../core/session.ts'

const offerOf = (id: number, bytes = 0): Offer => ({
  id: String(id),
  choices: [
    { label: '查验', intent: 'verify', action: 'receipt', data: { code: '9'.repeat(bytes) } },
  ],
})
const from = { channel: 'web', user: 'u', conversation: 'u', group: false }
const said: InboundMessage = { id: 'm', from, text: '', addressed: true, at: 0 }
const after = (offers: readonly Offer[]) =>
  offers.reduce((session, offer) => withOffer(session, offer), newSession)
const idsIn = (offers: readonly Offer[]) => offers.map(({ id }) => Number(id))

/** What this message chooses, by the data of the choice. */
const chosen = (session: Session, text: string) =>
  pickedChoice(session, { ...said, text })?.data?.['of']

describe('a notice', () => {
  const named = (id: string, ...labels: string[]): Offer => ({
    id,
    choices: labels.map((label) => ({ label, intent: 'x', action: 'y', data: { of: id } })),
  })
  const asked = withOffer(newSession, named('reply', '确认', '取消'))

  it('leaves the words of the reply before it, and numbers mean the notice', () => {
    const session = withNotice(
      withNotice(asked, named('first', '查看')),
      named('last', '查看', '取消'),
    )
    const kept = readSession(writeSession(session))
    const words = ['确认', '取消', '查看', '1', '3'].map((text) => chosen(kept, text))
    expect(words).toEqual(['reply', 'last', 'last', 'last', undefined])
  })

  it('brings back nothing that was over', () => {
    const over = withNotice(withOffer(asked, undefined), named('notice', '查看'))
    expect([chosen(over, '确认'), chosen(over, '查看')]).toEqual([undefined, 'notice'])
    const answered = withOffer(withNotice(asked, named('notice', '查看')), named('next', '好'))
    expect([chosen(answered, '确认'), chosen(answered, '查看')]).toEqual([undefined, undefined])
  })
})

describe('the offers of a session', () => {
  it('are read as an earlier version wrote them', () => {
    const offers = '{"id":"7","choices":[{"label":"查看","intent":"x","action":"y"}],"aside":true}'
    const data = `{"v":1,"locale":"zh-CN","offers":[${offers}],"offering":true}`
    expect(readSession(data)).toMatchObject({ offering: true, offers: [JSON.parse(offers)] })
  })

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
