/** Who holds a ticket, who sees that, and what becomes of it when they leave. */
import { describe, expect, it } from 'vitest'
import { ChannelError } from '../../core/errors.ts'
import { sessionKeyOf } from '../../core/message.ts'
import { placeOf } from '../../core/people/person.ts'
import { MINUTE } from '../support/clock.ts'
import { PNG } from '../contracts/files.ts'
import type { Office } from '../support/office.ts'
import { textsTo } from '../support/people.ts'
import { bureau, inGroup, textsIn } from '../support/support.ts'

const asker = (office: Office, user = 'u1') => office.chat({ channel: 'web', user })
const last = (texts: readonly string[]) => texts.at(-1) ?? ''

describe('a ticket that somebody holds', () => {
  it('is passed on by nobody else, and nowhere further than there is', async () => {
    const { office, first, second, admin } = await bureau()
    await asker(office).says('转人工 急')
    await first.says('接单 1')
    expect((await second.says('转交 1')).text).toBe('工单 T-000001 由 甲一 处理中。')
    await first.says('转交 1')
    expect((await admin.says('转交 1')).text).toContain('没有上一级可转了')
    expect((await admin.says('转交 1 武汉市')).text).toContain('已转交（武汉市')
  })

  it('is known to be held, or over, to everybody who was asked, by a name that the channel may carry', async () => {
    const { office, first, second, admin } = await bureau()
    await asker(office, 'a').says('转人工 急')
    await office.passes(31 * MINUTE)
    await admin.says('接单 1')
    expect(last(textsTo(office, first))).toBe('工单 T-000001 已由 丁* 接单。')
    expect(last(textsTo(office, second))).toBe('工单 T-000001 已由 丁四 接单。')
    await asker(office, 'b').says('转人工 广告')
    await first.says('标记垃圾 2')
    expect(last(textsTo(office, second))).toBe('工单 T-000002 已标记为垃圾。')
  })

  it('goes on being nobody’s when its holder leaves, and nothing more goes to them', async () => {
    const { office, first, second } = await bureau()
    const chat = asker(office)
    await chat.says('转人工 急')
    await second.says('接单 1')
    const holder = await office.store.people.ofAccount(second.from)
    await office.store.transaction(async (tx) => {
      expect(
        await tx.people.revoke(holder?.id ?? '', placeOf({ role: 'officer', region: '420000' })),
      ).toBe(true)
    })
    const mark = office.sent.length
    await chat.says('还在吗')
    expect(textsTo(office, second, mark)).toEqual([])
    expect(last(textsTo(office, first))).toMatch(/接单人已不在岗[^]*问：还在吗/)
    expect(await office.store.tickets.find('T-000001')).toMatchObject({ state: 'transferred' })
  })

  it('is not read in a group that is the staff’s no more', async () => {
    const made = await bureau()
    const { office, second } = made
    const member = inGroup(made, 'first')
    await member.says('本群 客服 缴款人')
    const chat = asker(office)
    await chat.says('转人工 急')
    await member.says('接单 1')
    await member.says('本群 取消')
    const mark = office.sent.length
    await chat.says('还在吗')
    expect(textsIn(office, '-100').slice(-1).join()).not.toContain('还在吗')
    expect(textsTo(office, second, mark).join()).toContain('问：还在吗')
    await member.says('本群 客服 缴款人')
    await member.says('接单 1')
    await member.says('本群 取消')
    await office.passes(31 * MINUTE)
    expect(last(textsTo(office, second))).toContain('接单人已不在岗')
  })

  it('that was withdrawn is known to be so where it was taken', async () => {
    const made = await bureau()
    const { office, second } = made
    const member = inGroup(made, 'first')
    await member.says('本群 客服 缴款人')
    const chat = asker(office)
    await chat.says('转人工 急')
    await second.says('接单 1')
    await chat.says('取消人工')
    expect(last(textsTo(office, second))).toBe('工单 T-000001 对方已取消。')
    expect(textsIn(office, '-100').filter((text) => text.includes('对方已取消'))).toHaveLength(1)
  })
})

describe('who asked', () => {
  it('answers the staff with a number, and does not leave by that', async () => {
    const { office, second } = await bureau()
    const chat = asker(office)
    await chat.says('转人工 票开错了')
    await second.says('#1 几张票？')
    await chat.says('1')
    expect(last(textsTo(office, second))).toBe('【工单 T-000001】1')
    expect((await chat.says('取消人工')).text).toContain('已取消')
  })

  it('is told of a file that could not be taken, and the words beside it go on', async () => {
    const { office, second } = await bureau()
    const chat = asker(office)
    await chat.says('转人工 票开错了')
    await second.says('接单 1')
    const refused = await chat.sendsFile({ name: 'x.exe', content: Buffer.from('MZ') }, '看这个')
    expect(refused.text).toMatch(/已转给工作人员[^]*这个文件收不了/)
    expect(last(textsTo(office, second))).toBe('【工单 T-000001】看这个')
    const kept = office.files.keep
    Object.assign(office.files, {
      keep: () => Promise.reject(new ChannelError('unavailable', 'not now')),
    })
    const lost = await chat.sendsFile({ name: 'a.png', content: PNG })
    expect(lost.text).toBe('文件没有收到，请再发一次。')
    const unsent = await second.sendsFile({ name: 'a.png', content: PNG }, '#1 请看')
    expect(unsent.text).toBe('文件没有收到，请再发一次。这条没有转给对方。')
    Object.assign(office.files, { keep: kept })
    await second.sendsFile({ name: 'a.png', content: PNG }, '#1 请看')
    expect(last(textsTo(office, chat))).toMatch(/【工作人员】请看/)
  })

  it('is not answered by the assistant when the session cannot be read any more', async () => {
    const { office, second } = await bureau()
    const chat = asker(office)
    await chat.says('转人工 票开错了')
    await second.says('接单 1')
    await chat.says('还在吗')
    const key = sessionKeyOf(chat.from)
    const stored = await office.store.sessions.load(key)
    expect(stored).toBeDefined()
    await office.store.transaction((tx) =>
      tx.sessions.save(key, 'p', '{"v":9}', stored?.version ?? 0, office.clock.now()),
    )
    await chat.saysUnheard('电子票据能作废吗')
    expect(last(textsTo(office, second))).toBe('【工单 T-000001】电子票据能作废吗')
  })

  it('is asked whether it helped, also when it ended because nobody said more; not when blocked', async () => {
    const { office, second } = await bureau()
    const chat = asker(office)
    await chat.says('转人工 急')
    await second.says('#1 好了')
    await office.passes(73 * 60 * MINUTE)
    expect(last(textsTo(office, second))).toContain('已自动结束')
    expect((await chat.says('没解决')).text).toContain('已重新打开')
    await second.says('关闭 1')
    await second.says('拉黑 1')
    expect((await chat.says('没解决')).text).toContain('暂时不能为您转人工')
  })
})
