/** What is stopped: by being cancelled, corrected or recalled, also while a message is in flight; and what is late. */
import { describe, expect, it } from 'vitest'
import { write } from '../../core/announcements/drafting.ts'
import { ChannelError } from '../../core/errors.ts'
import {
  bureau,
  deskOf,
  drafted,
  NOTICE,
  personOf,
  published,
  sender,
} from '../support/announcing.ts'
import { HOUR } from '../support/clock.ts'
import type { Office } from '../support/office.ts'

const chatOf = (office: Office, user: string) => office.chat({ channel: 'telegram', user })

/** Written with the same words, approved by another, and sent off. */
async function followed(office: Office, first: string, verb: string): Promise<void> {
  const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
  await writer.says(`${verb} ${first}`)
  if (verb === '撤回通知') await writer.says('请勿办理。')
  const [id] = /A-\d+/.exec((await writer.says('提交审批')).text) ?? []
  await approver.says(`审批通知 ${id}`)
  await approver.presses('同意发布')
  await writer.says(`发送通知 ${id}`)
}

describe('a correction', () => {
  it('leaves nothing of its reminders to be sent', async () => {
    const office = await bureau()
    const first = await published(office, { acknowledge: { until: Date.UTC(2026, 10, 30) } })
    await sender(office).run()
    const writer = chatOf(office, 'writer')
    expect((await writer.says(`提醒未确认的 ${first}`)).text).toContain('A-000002')
    await followed(office, first, '更正通知')
    const { sent: later, run } = sender(office)
    await run()
    expect(later).toHaveLength(4)
    expect(later.every(({ message }) => message.text.includes('【更正】'))).toBe(true)
    expect(await office.store.deliveries.counts('A-000002')).toMatchObject({ skipped: 4 })
  })
})

describe('what is claimed when the network asks for silence', () => {
  it('has not left, and leaves when the silence is over', async () => {
    const office = await bureau()
    const id = await published(office)
    let asked = 0
    const mayLeave = async () => {
      asked += 1
      expect((await office.store.deliveries.counts(id)).sending).toBeGreaterThan(0)
      return asked > 4
    }
    const { sent, run } = sender(office, [], undefined, {}, mayLeave)
    await run()
    expect(asked).toBe(8)
    expect(sent).toHaveLength(4)
    const rows = await office.store.deliveries.list(id, { state: 'sent', after: 0, limit: 9 })
    expect(rows.map(({ tries }) => tries)).toEqual([1, 1, 1, 1])
  })
})

describe('what is in flight when it is stopped', () => {
  /** The first call ends with “slow down”, after something else has happened. */
  async function stopped(work: (office: Office, id: string) => Promise<unknown>) {
    const office = await bureau()
    const id = await published(office)
    let calls = 0
    const send = async () => {
      calls += 1
      if (calls === 1) return
      if (calls === 2) await work(office, id)
      throw new ChannelError('limited', 'slow', { retryAfterMs: HOUR })
    }
    await sender(office, [], undefined, { send }).run()
    office.clock.advance(HOUR)
    const { sent: later, run } = sender(office)
    await run()
    return { counts: await office.store.deliveries.counts(id), later }
  }

  it('by a recall is not sent after it', async () => {
    const { counts, later } = await stopped((office, id) => followed(office, id, '撤回通知'))
    expect(later.length).toBeGreaterThan(0)
    expect(later.every(({ message }) => message.text.includes('【撤回】'))).toBe(true)
    expect(counts).toMatchObject({ sent: 1, pending: 0, sending: 0 })
  })

  it('by being cancelled waits for nothing', async () => {
    const { counts, later } = await stopped((office, id) =>
      chatOf(office, 'writer').says(`取消通知 ${id}`),
    )
    expect(later).toEqual([])
    expect(counts).toMatchObject({ sent: 1, pending: 0, skipped: 4 })
  })
})

describe('what waited too long', () => {
  const soon = (office: Office) => ({ acknowledge: { until: office.clock.now() + HOUR } })

  it('for anybody to say 收到 in time is not sent as it is', async () => {
    const office = await bureau()
    const { id } = await drafted(office, soon(office))
    const approver = chatOf(office, 'approver')
    await approver.says(`审批通知 ${id}`)
    await approver.presses('同意发布')
    office.clock.advance(HOUR)
    expect((await chatOf(office, 'writer').says(`发送通知 ${id}`)).text).toContain('确认的截止时间')
    expect((await office.store.announcements.find(id))?.state).toBe('approved')
  })

  it('behind many that are due later leaves all the same', async () => {
    const office = await bureau()
    const sendAt = office.clock.now() + 2 * HOUR
    for (let count = 0; count < 50; count += 1) await published(office, { sendAt })
    const first = await published(office, { sendAt: office.clock.now() + HOUR })
    office.clock.advance(HOUR)
    await office.settle()
    expect((await office.store.announcements.find(first))?.state).toBe('sending')
  })
})

it('who lost the office since they were asked writes nothing', async () => {
  const office = await bureau()
  const by = await personOf(office, 'writer')
  await office.store.transaction((tx) => tx.people.revoke(by.person.id, 'administrator'))
  const now = office.clock.now()
  const done = await office.store.transaction((tx) => write(tx, deskOf(), by, NOTICE, now))
  expect(done).toEqual({ kind: 'refused', reason: 'not-allowed' })
  expect(await office.store.announcements.list(1)).toEqual([])
})
