/** What officers do with an announcement by words: said twice, said too early, and said without a number. */
import { describe, expect, it, vi } from 'vitest'
import { announcementId, type Content } from '../../core/announcements/announcement.ts'
import { ChannelError } from '../../core/errors.ts'
import { bureau, drafted, published, sender } from '../support/announcing.ts'
import { HOUR } from '../support/clock.ts'
import type { Office } from '../support/office.ts'
import { boundAs, COUNTY } from '../support/people.ts'

const chatOf = (office: Office, user: string) => office.chat({ channel: 'telegram', user })
const stateOf = async ({ store }: Office, id: string) => (await store.announcements.find(id))?.state

describe('one that has a time', () => {
  /** Approved, and sent off to leave in an hour: at 11:00. */
  async function scheduled() {
    const office = await bureau()
    const { id } = await drafted(office, { sendAt: office.clock.now() + HOUR })
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    await approver.says(`审批通知 ${id}`)
    await approver.presses('同意发布')
    const said = await writer.says(`发送通知 ${id}`)
    return { office, writer, id, said }
  }

  it('is told to who wrote it: approved, and leaving only on a word', async () => {
    const office = await bureau()
    const toldOf = async (content: Partial<Content>) => {
      const { id } = await drafted(office, content)
      const approver = chatOf(office, 'approver')
      await approver.says(`审批通知 ${id}`)
      await approver.presses('同意发布')
      const told = office.sent.findLast(({ to }) => to.conversation === 'writer')
      return told?.message.text
    }
    const timed = await toldOf({ sendAt: office.clock.now() + HOUR })
    expect(timed).toContain('已审批，可以发送了。发“发送通知 A-000001”才会在 11:00 发出。')
    expect(await toldOf({})).toContain('发“发送通知 A-000002”才会发出。')
    await office.passes(2 * HOUR)
    expect(await stateOf(office, 'A-000001')).toBe('approved')
  })

  it('does not leave early for words that are said twice', async () => {
    const { office, writer, id, said } = await scheduled()
    expect(said.text).toBe(`通知 ${id}：已审批，将在 11:00 自动发出。`)
    expect(said.choices).toEqual([])
    const again = await writer.says(`发送通知 ${id}`)
    const sooner = `要提前发，请选“现在发送”，或者发“现在发送 ${id}”。`
    expect(again.text).toContain(`${said.text}${sooner}`)
    expect(await stateOf(office, id)).toBe('scheduled')
    await office.passes(HOUR)
    expect(await stateOf(office, id)).toBe('sending')
  })

  it('is told as it stands, also where its time fell away since it was read', async () => {
    const { office, writer, id } = await scheduled()
    const { announcements } = office.store
    const before = await announcements.find(id)
    for (const words of [`修改通知 ${id}`, '改时间', '审批后发送', '提交审批']) {
      await writer.says(words)
    }
    const approver = chatOf(office, 'approver')
    await approver.says(`审批通知 ${id}`)
    await approver.presses('同意发布')
    const reading = vi.spyOn(announcements, 'find').mockResolvedValueOnce(before)
    const { text } = await writer.says(`发送通知 ${id}`)
    reading.mockRestore()
    expect(text).toContain(`通知 ${id}：发送中。`)
    expect(text).not.toContain('要提前发')
  })

  it('leaves early for a press, or a word with its number', async () => {
    const { office, writer, id } = await scheduled()
    await writer.says(`发送通知 ${id}`)
    expect((await writer.presses('现在发送')).text).toBe(`通知 ${id}：发送中。`)
    const other = await scheduled()
    const { text } = await other.writer.says(`现在发送 ${other.id}`)
    expect(text).toBe(`通知 ${other.id}：发送中。`)
    expect(await stateOf(office, id)).toBe('sending')
  })
})

describe('同意', () => {
  const WORDS = ['同意', '同意发布', '同意。', '批准']

  it.each(WORDS)('with the card open approves what it shows: %s', async (word) => {
    const office = await bureau()
    const { id } = await drafted(office)
    const approver = chatOf(office, 'approver')
    await approver.says(`审批通知 ${id}`)
    await approver.presses('看微信样式')
    expect((await approver.says(word)).text).toBe(`通知 ${id}：已审批，等待发送。`)
  })

  it('shows what only was told to wait, and asks which of several', async () => {
    const office = await bureau()
    const { id } = await drafted(office)
    await office.settle()
    const approver = chatOf(office, 'approver')
    expect((await approver.says('同意')).text).toContain('本周六 9 时起维护')
    expect(await stateOf(office, id)).toBe('draft')
    const other = await drafted(office, { title: '年度培训' })
    await office.settle()
    const asked = await approver.says('同意')
    expect(asked.text).toContain('等您审批的通知有这些，请选一条。')
    const lines = [`${other.id} 待审批 年度培训`, `${id} 待审批 系统维护`]
    expect(asked.choices.map(({ label }) => label)).toEqual(lines)
    await approver.presses(lines[0] ?? '')
    expect((await approver.says('同意发布')).text).toBe(`通知 ${other.id}：已审批，等待发送。`)
    expect(await stateOf(office, id)).toBe('draft')
  })

  it('of a card that is no longer what it was is refused', async () => {
    const office = await bureau()
    const { id } = await drafted(office)
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    await approver.says(`审批通知 ${id}`)
    for (const words of [`修改通知 ${id}`, '改正文', '改期。', '提交审批']) await writer.says(words)
    expect((await approver.says('同意')).text).not.toContain('已审批')
    expect(await stateOf(office, id)).toBe('draft')
  })

  it.each(['看微信样式', '看 Telegram 样式', '发给我试看'])(
    'is not led past what was written anew by looking at an old card: %s',
    async (look) => {
      const office = await bureau()
      const { id } = await drafted(office, { audience: { region: '420100' } })
      const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
      const before = await approver.says(`审批通知 ${id}`)
      for (const words of [`修改通知 ${id}`, '改对象', '全部', '提交审批']) await writer.says(words)
      const { text, choices } = await approver.presses(look, before)
      expect(text).toMatch(/^这条通知已经改动，下面是现在的内容，请重新核对。[^]*对象：全部/)
      expect(text).not.toContain('已发给您')
      expect((await approver.presses(look, { choices })).text).not.toContain('已经改动')
    },
  )

  it('is given on a card that says all that is approved', async () => {
    const office = await bureau()
    const approver = chatOf(office, 'approver')
    const cardOf = async (content: Partial<Content>) => {
      const { id } = await drafted(office, content)
      return (await approver.says(`审批通知 ${id}`)).text
    }
    const usual = await cardOf({ mandatory: false })
    expect(usual).toMatch(/对象：全部\n退订：可以退订/)
    expect(usual).not.toContain('紧急')
    const earlier = await published(office)
    await sender(office).run()
    const follows = { id: earlier, kind: 'correction' } as const
    const urgent = await cardOf({ emergency: true, follows })
    expect(urgent).toContain('【更正】')
    expect(urgent).toMatch(/紧急：是，不等上班时间\n对象：全部\n退订：必须送达/)
  })

  it('is about void requests where no announcement is shown', async () => {
    const office = await bureau()
    await drafted(office)
    const approver = chatOf(office, 'approver')
    await approver.says('状态')
    expect((await approver.says('同意')).text).toContain('冲红')
  })
})

describe('words of a card, after a notice about another', () => {
  const ASKED = '您说的是哪一条通知？请选一条。'

  /** The card of the first is open, approved; then the second is as well. */
  async function approvedSince() {
    const office = await bureau()
    const [first, second] = [await drafted(office), await drafted(office, { title: '年度培训' })]
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    const approved = async (id: string) => {
      await approver.says(`审批通知 ${id}`)
      await approver.presses('同意发布')
    }
    await approved(first.id)
    return { office, writer, first, second, approved }
  }

  it('send nothing: it is asked which', async () => {
    const { office, writer, first, second, approved } = await approvedSince()
    const card = await writer.says(`查看通知 ${first.id}`)
    await approved(second.id)
    const { text, choices } = await writer.says('发送')
    expect(text).toContain(ASKED)
    const labels = choices.map(({ label }) => label)
    expect(labels).toEqual([
      `${second.id} 已审批，等待发送 年度培训`,
      `${first.id} 已审批，等待发送 系统维护`,
    ])
    expect(await stateOf(office, first.id)).toBe('approved')
    expect((await writer.says(labels[1] ?? '')).text).toContain('系统维护')
    expect((await writer.says('发送')).text).toBe(`通知 ${first.id}：发送中。`)
    expect((await writer.presses('取消这条通知', card)).text).toContain(`通知 ${first.id}：已取消`)
    expect(await stateOf(office, second.id)).toBe('approved')
  })

  it('send nothing while something is being written either', async () => {
    const { office, writer, first, second, approved } = await approvedSince()
    await writer.says('写通知')
    await writer.says(`查看通知 ${first.id}`)
    await writer.presses('看微信样式')
    await approved(second.id)
    expect((await writer.says('发送')).text).toContain(ASKED)
    expect(await stateOf(office, first.id)).toBe('approved')
  })

  it('send what they are of, where the notice is about the same', async () => {
    const { office, writer, second, approved } = await approvedSince()
    await writer.says(`查看通知 ${second.id}`)
    await approved(second.id)
    expect((await writer.says('查看')).text).toContain('年度培训')
    expect((await writer.says('发送')).text).toBe(`通知 ${second.id}：发送中。`)
    expect(await stateOf(office, second.id)).toBe('sending')
  })

  it.each(['同意', '同意发布'])('approve nothing: %s', async (word) => {
    const office = await bureau()
    const { id } = await drafted(office)
    await office.settle()
    const approver = chatOf(office, 'approver')
    await approver.says(`审批通知 ${id}`)
    const other = await drafted(office, { title: '年度培训' })
    await office.settle()
    const { text, choices } = await approver.says(word)
    expect(text).toMatch(/请选一条。/)
    expect(choices.map(({ label }) => label.split(' ')[0])).toEqual([other.id, id])
    expect(await stateOf(office, id)).toBe('draft')
    expect(await stateOf(office, other.id)).toBe('draft')
  })
})

describe('a verb without a number', () => {
  const VERBS = [
    ...['审批通知', '同意发布', '通知进度', '查看通知', '发送通知', '暂停通知', '继续通知'],
    ...['取消通知', '修改通知', '更正通知', '撤回通知', '重发通知', '不明名单', '通知报表'],
    ...['未确认', '提醒未确认的'],
  ]

  it.each(VERBS)('is told that there is none: %s', async (verb) => {
    const office = await bureau()
    expect((await chatOf(office, 'writer').says(verb)).text).toMatch(/^现在没有\S+的通知。$/)
  })

  it('means the only one there is; what cannot be undone waits for a press', async () => {
    const office = await bureau()
    const { id } = await drafted(office)
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    expect((await writer.says('审批通知')).text).toBe('现在没有等您审批的通知。')
    expect((await writer.says('修改通知')).text).toContain('请核对')
    await writer.says('取消')
    expect((await approver.says('修改通知')).text).toBe('现在没有您可以修改的通知。')
    await approver.says('审批通知')
    await approver.presses('同意发布')
    await writer.says('发送通知')
    expect(await stateOf(office, id)).toBe('approved')
    expect((await writer.presses('发送')).text).toBe(`通知 ${id}：发送中。`)
    const opened = await writer.says('取消通知')
    expect(opened.choices.map(({ label }) => label)).toContain('取消这条通知')
    expect(await stateOf(office, id)).toBe('sending')
    expect((await writer.says('暂停通知')).text).toBe(`通知 ${id}：已暂停。`)
    expect((await writer.says('继续通知')).text).toBe(`通知 ${id}：发送中。`)
    expect((await writer.says('通知进度')).text).toContain('状态：发送中')
    await sender(office).run()
    expect((await writer.says('通知报表')).text).toContain(`通知 ${id} 的报表`)
    expect((await writer.says('撤回通知')).text).toContain('请发正文')
  })

  it('lists at most eight, the newest first', async () => {
    const office = await bureau()
    for (let count = 1; count <= 9; count += 1) await drafted(office, { title: `第 ${count} 条` })
    const { text, choices } = await chatOf(office, 'writer').says('修改通知')
    expect(text).toContain('您可以修改的通知有这些（最近 8 条），请选一条。')
    expect(choices.map(({ label }) => label.split(' ')[0])).toEqual(
      [9, 8, 7, 6, 5, 4, 3, 2].map((count) => `A-00000${count}`),
    )
    expect(
      (await chatOf(office, 'writer').presses(choices[1]?.label ?? '', { choices })).text,
    ).toContain('第 8 条')
  })

  it('means for a report also what reaches an officer’s region among others', async () => {
    const office = await bureau()
    const wuhan = chatOf(office, 'wuhan')
    await boundAs(office, wuhan, { role: 'officer', region: '420100' }, '汉某')
    const everywhere = await published(office)
    await published(office, { audience: { units: [COUNTY.code] } })
    const { text } = await wuhan.says('通知报表')
    expect(text).toContain(`通知 ${everywhere} 的报表，共 2 个对象。`)
    expect((await wuhan.says('通知进度')).text).toBe('现在没有可以查看的通知。')
  })

  it('is done to no only one of the latest, where there are earlier ones', async () => {
    const office = await bureau()
    const first = await published(office)
    const { store } = office
    const one = await store.announcements.find(first)
    if (!one) throw new Error('it is there')
    const add = (from: number, to: number) =>
      store.transaction(async (tx) => {
        for (let count = from; count <= to; count += 1) {
          await tx.announcements.add({ ...one, id: announcementId(count), state: 'cancelled' })
        }
      })
    const writer = chatOf(office, 'writer')
    await add(3, 230)
    const none = '最近的通知里没有已暂停的。更早的请写上编号。'
    expect((await writer.says('继续通知')).text).toBe(none)
    const latest = { ...one, id: announcementId(231), state: 'paused' } as const
    await store.transaction((tx) => tx.announcements.add(latest))
    const { text, choices } = await writer.says('继续通知')
    expect(text).toContain('最近的通知里，已暂停的有这些，请选一条。')
    expect(await stateOf(office, latest.id)).toBe('paused')
    expect((await writer.says('通知进度')).text).toContain(`通知 ${latest.id}`)
    const { text: done } = await writer.presses(choices[0]?.label ?? '', { choices })
    expect(done).toBe(`通知 ${latest.id}：发送中。`)
  })

  it('looks up once whether anything is unknown, however many there are', async () => {
    const office = await bureau()
    for (let count = 1; count <= 4; count += 1) await published(office)
    const trouble = new ChannelError('unknown', 'cut off')
    await sender(office, [trouble]).run()
    await office.settle()
    const { deliveries } = office.store
    const looks = vi.spyOn(deliveries, 'unknown')
    const counts = vi.spyOn(deliveries, 'counts')
    const { text } = await chatOf(office, 'writer').says('不明名单')
    expect(text).toContain('有 1 个结果不明')
    expect([looks.mock.calls.length, counts.mock.calls.length]).toEqual([1, 1])
  })

  it('is a title, or a text, where one is asked for', async () => {
    const office = await bureau()
    const writer = chatOf(office, 'writer')
    await writer.says('写通知')
    expect((await writer.says('取消通知')).text).toContain('请发正文')
    expect((await writer.says('更正通知')).text).toContain('要附文件吗')
    for (const words of ['不附文件', '全部', '必须送达', '不要']) await writer.says(words)
    expect((await writer.says('紧急')).text).toMatch(/取消通知[^]*更正通知/)
  })

  it('is a question of whose duty it is not', async () => {
    const office = await bureau()
    await drafted(office)
    const { text } = await chatOf(office, 'clerk').says('修改通知')
    expect(text).not.toContain('系统维护')
  })
})

describe('a number alone', () => {
  it('opens its card, and for who got it what 通知 with it gives', async () => {
    const office = await bureau()
    const id = await published(office)
    await sender(office).run()
    const [writer, clerk] = [chatOf(office, 'writer'), chatOf(office, 'clerk')]
    expect((await writer.says(id)).text).toContain('接收对象数')
    expect((await writer.says('a-1')).text).toContain('接收对象数')
    const read = (await clerk.says(`通知 ${id}`)).text
    expect((await clerk.says(id)).text).toBe(read)
    expect(read).toContain('本周六 9 时起维护')
    expect((await clerk.says('A-000009')).text).toContain('没有这条通知')
  })
})

describe('what cannot be done now', () => {
  it('says how it stands, and what comes next', async () => {
    const office = await bureau()
    const { id } = await drafted(office, { sendAt: office.clock.now() + HOUR })
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    const refusedTo = async (verb: string, next: string) => {
      const { text } = await writer.says(`${verb} ${id}`)
      expect(text).toContain(`通知 ${id} 现在不能这样办：${next}`)
    }
    await refusedTo('发送通知', `还没有审批，请另一位监管员发“审批通知 ${id}”。`)
    await refusedTo('更正通知', '还没有审批')
    await approver.says(`审批通知 ${id}`)
    await approver.presses('同意发布')
    await refusedTo('暂停通知', `已审批，发“发送通知 ${id}”就会发出。`)
    await writer.says(`发送通知 ${id}`)
    await refusedTo('继续通知', '已审批，到时自动发出')
    await writer.says(`现在发送 ${id}`)
    await refusedTo('修改通知', `正在发送，要停请发“暂停通知 ${id}”`)
    await writer.says(`暂停通知 ${id}`)
    await refusedTo('发送通知', `已暂停，要接着发请发“继续通知 ${id}”`)
    await writer.says(`继续通知 ${id}`)
    await sender(office).run()
    await office.settle()
    await refusedTo('修改通知', `已发完，有错请发“更正通知 ${id}”`)
    expect((await writer.says(`提醒未确认的 ${id}`)).text).toContain('不用回“收到”')
  })

  it('names what took its place', async () => {
    const office = await bureau()
    const id = await published(office)
    await sender(office).run()
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    for (const words of [`更正通知 ${id}`, '改正文', '改期。', '提交审批']) await writer.says(words)
    for (const words of ['审批通知', '同意']) await approver.says(words)
    await writer.says('发送通知')
    await writer.presses('发送')
    const { text } = await writer.says(`重发通知 ${id}`)
    expect(text).toBe(`通知 ${id} 现在不能这样办：已由 A-000002 更正或撤回。`)
  })
})

describe('what is over', () => {
  it('is not chased any more once it is cancelled, and it is said who has it already', async () => {
    const office = await bureau()
    const until = office.clock.now() + 24 * HOUR
    const id = await published(office, { acknowledge: { until } })
    const writer = chatOf(office, 'writer')
    const slow = () => new ChannelError('limited', 'slow', { retryAfterMs: HOUR })
    await sender(office, [undefined, slow(), slow(), slow()]).run()
    const told = '已有 1 个对象收到，收不回来；要告诉他们，请发“撤回通知 A-000001”。'
    expect((await writer.says(`取消通知 ${id}`)).text).toBe(`通知 ${id}：已取消。${told}`)
    const { text } = await writer.says(`提醒未确认的 ${id}`)
    expect(text).toContain('已取消，要发请重新“写通知”')
    const { choices } = await writer.says(`未确认 ${id}`)
    expect(choices.map(({ label }) => label)).toEqual(['导出报表'])
  })

  it('is not sent again where nothing is left to be', async () => {
    const office = await bureau()
    const id = await published(office)
    await sender(office).run()
    await office.settle()
    const mark = office.sent.length
    const { text } = await chatOf(office, 'writer').says(`重发通知 ${id}`)
    expect(text).toBe('这条通知没有要重发的。')
    await office.settle()
    expect(await stateOf(office, id)).toBe('done')
    expect(office.sent.slice(mark)).toHaveLength(1)
  })

  it('has nobody who has it when nothing of it left', async () => {
    const office = await bureau()
    const { id } = await drafted(office)
    const { text } = await chatOf(office, 'writer').says(`取消通知 ${id}`)
    expect(text).toBe(`通知 ${id}：已取消。`)
  })
})
