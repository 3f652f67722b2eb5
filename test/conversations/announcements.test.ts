/** Announcements as their recipients meet them, and their sender as it works. */
import { describe, expect, it } from 'vitest'
import type { Content } from '../../core/announcements/announcement.ts'
import { totalOf } from '../../core/announcements/delivery.ts'
import { planOf } from '../../core/announcements/plan.ts'
import { ChannelError } from '../../core/errors.ts'
import type { SendableMessage } from '../../core/ports.ts'
import { bureau, calendar, drafted, published, sender } from '../support/announcing.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import type { Office } from '../support/office.ts'
import { boundAs } from '../support/people.ts'

describe('an announcement', () => {
  it('goes once to each who can be reached, and the counts add up', async () => {
    const office = await bureau()
    const id = await published(office)
    const { sent, run } = sender(office)
    await run()
    await run()
    expect(sent.map(({ to }) => to).toSorted()).toEqual(['approver', 'clerk', 'county', 'writer'])
    expect(sent[0]?.message.text).toBe(
      '【通知】系统维护\n\n本周六 9 时起维护。\n\n通知编号 A-000001',
    )
    const counts = await office.store.deliveries.counts(id)
    expect(counts).toMatchObject({ sent: 4, skipped: 1 })
    expect(totalOf(counts)).toBe(5)
    await office.settle()
    expect((await office.store.announcements.find(id))?.state).toBe('done')
  })

  it('is another message to each, and the same one when it is tried again', async () => {
    const office = await bureau()
    await published(office)
    const tried: SendableMessage['id'][] = []
    const limited = new ChannelError('limited', 'too fast', { retryAfterMs: MINUTE })
    const { sent, run } = sender(office, [limited], (message) => void tried.push(message.id))
    await run()
    office.clock.advance(MINUTE)
    await run()
    expect(new Set(sent.map(({ message }) => message.id)).size).toBe(4)
    expect(tried).toHaveLength(5)
    expect(new Set(tried).size).toBe(4)
  })

  it('is not sent again after trouble of which nobody knows how it ended', async () => {
    const office = await bureau()
    const id = await published(office)
    const faults = [
      new ChannelError('unknown', 'cut'),
      new ChannelError('blocked', 'blocked'),
      new ChannelError('refused', 'bad'),
    ]
    const { sent, run } = sender(office, faults)
    await run()
    await run()
    expect(sent).toHaveLength(1)
    expect(await office.store.deliveries.counts(id)).toMatchObject({
      ...{ unknown: 1, blocked: 1, failed: 1, sent: 1, pending: 0, sending: 0 },
    })
  })

  it('waits when it is told to, and leaves then', async () => {
    const office = await bureau()
    await published(office)
    const { sent, run } = sender(office, [
      new ChannelError('limited', 'slow', { retryAfterMs: 5000 }),
    ])
    await run()
    expect(sent).toHaveLength(3)
    office.clock.advance(5000)
    await run()
    expect(sent).toHaveLength(4)
  })

  it('that a crash left in flight is unknown, and listed', async () => {
    const office = await bureau()
    const id = await published(office)
    const { store, clock } = office
    const options = { emergenciesOnly: false, except: [] }
    const [due] = await store.deliveries.due('telegram', clock.now(), 1, options)
    if (!due) throw new Error('nothing is due')
    expect(await store.transaction((tx) => tx.deliveries.begin(due))).toBe(true)
    expect(await store.transaction((tx) => tx.deliveries.begin(due))).toBe(false)
    const { sent, run } = sender(office)
    await run()
    expect(sent).toHaveLength(3)
    const unknown = await store.deliveries.list(id, { state: 'unknown', after: 0, limit: 9 })
    expect(unknown.map(({ to }) => to?.conversation)).toEqual([due.to.conversation])
    const { text } = await office.chat({ channel: 'telegram', user: 'writer' }).says('状态')
    expect(text).toContain('发送结果不明：1 条，其中通知 1 条')
  })

  it('waits for working hours, unless it is an emergency', async () => {
    const office = await bureau()
    office.clock.advance(12 * HOUR)
    await published(office)
    const calm = sender(office)
    await calm.run()
    expect(calm.sent).toEqual([])
    await published(office, { emergency: true, title: '急' })
    const urgent = sender(office)
    await urgent.run()
    expect(urgent.sent).toHaveLength(4)
    expect(urgent.sent[0]?.message.text).toContain('【紧急通知】急')
  })
})

describe('its time', () => {
  it('is kept: it leaves when it is due, and asks when that was missed', async () => {
    const office = await bureau()
    const soon = await published(office, { sendAt: office.clock.now() + HOUR })
    expect((await office.store.announcements.find(soon))?.state).toBe('scheduled')
    await office.passes(61 * MINUTE)
    expect((await office.store.announcements.find(soon))?.state).toBe('sending')
    const missed = await published(office, { sendAt: office.clock.now() + HOUR, title: '错过' })
    office.clock.advance(3 * HOUR)
    await office.restart()
    const mark = office.sent.length
    await office.settle()
    expect((await office.store.announcements.find(missed))?.state).toBe('late')
    const told = office.sent.slice(mark).map(({ message }) => message.text)
    expect(told.join()).toContain(`通知 ${missed} 错过了预定的发送时间`)
    await office.passes(HOUR)
    expect((await office.store.announcements.find(missed))?.state).toBe('late')
  })

  it('of sending is told beforehand: 39,455 at 30 a second are 21 min 55 s', () => {
    const start = Date.UTC(2026, 10, 23, 1, 0)
    const { byChannel, finishAt } = planOf({ telegram: 39_455 }, { telegram: 30 }, start)
    expect(byChannel['telegram']?.seconds).toBe(21 * 60 + 55)
    expect(Math.floor((finishAt - start) / 1000)).toBe(1315)
    const evening = Date.UTC(2026, 10, 23, 9, 20)
    const { finishAt: next } = planOf({ telegram: 39_455 }, { telegram: 30 }, evening, calendar)
    expect(new Date(next).toISOString()).toMatch(/^2026-11-24T01:11:55/)
  })
})

describe('written in the chat', () => {
  const chatOf = (office: Office, user: string) => office.chat({ channel: 'telegram', user })

  it('is asked for step by step, counted and planned, and handed to approval; also over a restart', async () => {
    const office = await bureau()
    const writer = chatOf(office, 'writer')
    expect((await writer.says('/announce')).text).toContain('标题')
    expect((await writer.says('题'.repeat(101))).text).toContain('最多 100 个字')
    expect((await writer.says('年度培训')).text).toContain('正文')
    await office.restart()
    expect((await writer.says('下周三 9 点，线上。')).text).toContain('要附文件吗')
    expect((await writer.presses('不附文件')).text).toContain('发给谁')
    expect((await writer.says('火星')).text).toContain('没看懂')
    expect((await writer.says('湖北省 不含 学校')).text).toContain('退订')
    expect((await writer.says('随便')).text).toContain('没看懂')
    expect((await writer.presses('必须送达')).text).toContain('收到')
    expect((await writer.says('2月30日 9:00')).text).toContain('时间')
    expect((await writer.presses('3 天')).text).toContain('什么时候')
    const card = await writer.presses('审批后发送')
    expect(card.text).toContain('下周三 9 点，线上。')
    expect(card.text).toContain('湖北省且不含（学校）')
    expect((await writer.presses('提交审批')).text).toContain('A-000001')
    const kept = await office.store.announcements.find('A-000001')
    expect(kept).toMatchObject({ state: 'draft', title: '年度培训', emergency: false })
    const approver = chatOf(office, 'approver')
    await approver.says('审批通知 A-000001')
    expect((await approver.presses('同意发布')).text).toContain('已审批')
    await writer.says('发送通知 A-000001')
    const { sent, run } = sender(office)
    await run()
    expect(sent.map(({ message }) => message.text).join()).toContain('年度培训')
  })

  it('an officer aims at no more than their region, and a clerk at nothing', async () => {
    const office = await bureau()
    const city = chatOf(office, 'city')
    await boundAs(office, city, { role: 'officer', region: '420100' }, '某某')
    await city.says('写通知')
    await city.says('标题')
    await city.says('正文')
    await city.says('不附文件')
    expect((await city.says('全省')).text).toContain('范围')
    expect((await city.says('武汉市 且 医院')).text).toContain('退订')
    expect((await city.says('取消')).text).toBeTruthy()
    expect((await chatOf(office, 'clerk').says('写通知')).text).toContain('职责范围')
    expect(await office.store.announcements.list(5)).toEqual([])
  })
})

describe('in the chat', () => {
  const written = async (office: Office, content: Partial<Content> = {}) =>
    (await drafted(office, content)).id

  const chatOf = (office: Office, user: string) => office.chat({ channel: 'telegram', user })
  const stateOf = async (office: Office, id: string) =>
    (await office.store.announcements.find(id))?.state

  it('is read and approved by another than who wrote it, sent, paused, resumed and cancelled', async () => {
    const office = await bureau()
    const audience = { every: [{ region: '420000' }, { not: { kind: '学校' } }] } as const
    const id = await written(office, { audience })
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    const own = await writer.says(`查看通知 ${id}`)
    expect(own.choices.map(({ label }) => label)).toEqual([
      ...['修改', '取消这条通知', '看 Telegram 样式', '看微信样式', '发给我试看'],
    ])
    const why = '注意：自己写的通知不能自己审批，请由另一位监管员审批。'
    expect((await writer.says(`审批通知 ${id}`)).text).toContain(why)
    expect((await writer.says(`发送通知 ${id}`)).text).toContain('现在不能这样办')
    const card = await approver.says(`审批通知 ${id}`)
    expect(card.text).toContain('本周六 9 时起维护')
    expect(card.text).toContain('湖北省且不含（学校）')
    expect(card.text).not.toContain('另一位')
    expect((await approver.presses('同意发布')).text).toBe(`通知 ${id}：已审批，等待发送。`)
    expect((await writer.says(`查看通知 ${id}`)).text).not.toContain('另一位')
    expect((await writer.says(`发送通知 ${id}`)).text).toBe(`通知 ${id}：发送中。`)
    expect((await writer.says(`暂停通知 ${id}`)).text).toBe(`通知 ${id}：已暂停。`)
    const { sent, run } = sender(office)
    await run()
    expect(sent).toEqual([])
    await writer.says(`继续通知 ${id}`)
    expect((await writer.says(`取消通知 ${id}`)).text).toBe(`通知 ${id}：已取消。`)
    await run()
    expect(sent).toEqual([])
    const counts = await office.store.deliveries.counts(id)
    expect(counts.skipped).toBe(totalOf(counts))
    expect((await writer.says(`通知进度 ${id}`)).text).toContain('已取消')
  })

  it('one that missed its time leaves on a word', async () => {
    const office = await bureau()
    const id = await published(office, { sendAt: office.clock.now() + HOUR })
    office.clock.advance(3 * HOUR)
    await office.restart()
    await office.settle()
    expect(await stateOf(office, id)).toBe('late')
    await chatOf(office, 'writer').says(`发送通知 ${id}`)
    expect(await stateOf(office, id)).toBe('sending')
  })

  it('is nothing to those whose duty it is not', async () => {
    const office = await bureau()
    const id = await written(office)
    for (const verb of ['查看通知', '审批通知', '发送通知', '取消通知']) {
      const { text, choices } = await chatOf(office, 'clerk').says(`${verb} ${id}`)
      expect(text).toBe('抱歉，没有这条通知，或者它不在您的职责范围内。')
      expect(choices).toEqual([])
    }
    expect((await chatOf(office, 'nobody').says(`取消通知 ${id}`)).text).toContain('职责范围')
    expect(await stateOf(office, id)).toBe('draft')
  })
})
