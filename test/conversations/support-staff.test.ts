/** The staff's side of 转人工: what they see and may, and that nobody waits unseen. */
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../support/clock.ts'
import { openOffice, type Office } from '../support/office.ts'
import { boundAs, textsTo } from '../support/people.ts'
import { bureau, textsIn } from '../support/support.ts'

const asker = (office: Office, user = 'u1') => office.chat({ channel: 'web', user })
const last = (texts: readonly string[]) => texts.at(-1) ?? ''

describe('the staff', () => {
  it('sees what waits, the oldest first, within its own regions', async () => {
    const { office, first, wuhan } = await bureau()
    await asker(office, 'a').says('转人工 第一件')
    office.clock.advance(3 * MINUTE)
    await asker(office, 'b').says('转人工 第二件')
    const { text } = await first.says('待办')
    expect(text).toMatch(/T-000001 · 湖北省 交款人 · 3 分钟 · 待接单 · 第一件\nT-000002/)
    expect((await wuhan.says('待办')).text).toBe('没有在办的工单。')
    expect((await asker(office, 'c').says('待办')).text).not.toContain('T-000001')
    expect((await wuhan.says('接单 1')).text).toContain('不在您的职责范围内')
  })

  it('does not answer its own questions', async () => {
    const { first, second } = await bureau()
    await first.says('转人工 我也有问题')
    expect((await first.says('接单 1')).text).toContain('这是您自己的工单')
    expect((await second.says('接单 1')).text).toContain('接单')
  })

  it('blocks who misuses it, and takes that back; and nobody opens more than five a day', async () => {
    const { office, first } = await bureau()
    const chat = asker(office)
    await chat.says('转人工')
    expect((await first.says('拉黑 1')).text).toContain('已拉黑')
    await chat.says('取消人工')
    expect((await chat.says('转人工')).text).toContain('暂时不能为您转人工')
    await first.says('解除拉黑 1')
    for (let count = 0; count < 4; count++) {
      await chat.says('转人工')
      await chat.says('取消人工')
    }
    expect((await chat.says('转人工')).text).toContain('次数已经用完')
    const actions = (await office.store.audit.read(0, 999)).map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['person.block', 'person.unblock']))
  })

  it('makes knowledge of an answer', async () => {
    const { office, first } = await bureau()
    const chat = asker(office)
    await chat.says('转人工 姓名：李小明 的票据跨年能换吗')
    await chat.says('去年十二月的')
    expect((await first.says('/faq 1')).text).toContain('结束后才能')
    await first.says('#1 跨年的电子票据可以换开。')
    await first.says('关闭 1')
    expect((await first.says('/faq 1')).text).toContain('已存为草稿')
    const [draft] = await office.store.tickets.drafts(0, 9)
    expect(draft).toMatchObject({ answer: '跨年的电子票据可以换开。', wordings: ['去年十二月的'] })
    expect(draft?.question).not.toContain('李小明')
  })
})

describe('nobody waits unseen', () => {
  it('what nobody took is announced again, then further up, and in the end an alarm', async () => {
    const { office, first, admin } = await bureau()
    await asker(office).says('转人工 急')
    let mark = office.sent.length
    await office.passes(16 * MINUTE)
    expect(textsTo(office, first, mark).join()).toContain('还没有人接')
    await office.restart()
    expect(textsTo(office, admin, mark)).toEqual([])
    mark = office.sent.length
    await office.passes(16 * MINUTE)
    expect(textsTo(office, admin, mark).join()).toContain('还没有人接')
    expect(textsTo(office, admin, mark).join()).toContain('一直没有人接')
  })

  it('who took it and is silent is reminded, then it is anybody’s again', async () => {
    const { office, first, second } = await bureau()
    await asker(office).says('转人工 急')
    await first.says('接单 1')
    let mark = office.sent.length
    await office.passes(31 * MINUTE)
    expect(textsTo(office, first, mark).join()).toContain('还在等您答复')
    mark = office.sent.length
    await office.passes(31 * MINUTE)
    expect(textsTo(office, first, mark).join()).toContain('已重新等待接单')
    expect(textsTo(office, second, mark).join()).toContain('接单后一直没有答复')
    expect((await second.says('接单 1')).text).toContain('接单')
  })

  it('where nobody is there at all, operators are alarmed', async () => {
    const operators = [{ channel: 'web', conversation: 'op', group: false }]
    const office = await openOffice({ operators })
    await asker(office).says('转人工 有人吗')
    expect(textsIn(office, 'op').join()).toContain('工单 T-000001 没有人可以接')
  })

  it.each([
    ['within hours, with operators', 0, [{ channel: 'web', conversation: 'op', group: false }]],
    ['out of hours, with operators', 12, [{ channel: 'web', conversation: 'op', group: false }]],
    ['with nobody at all', 0, []],
  ])('where nobody could take it, nothing is promised: %s', async (_when, hours, operators) => {
    const office = await openOffice({ operators })
    office.clock.advance(hours * HOUR)
    const chat = asker(office)
    const promised = /已通知|起有人处理|转给工作人员|请稍候|由“/
    const said = async (text: string) => {
      const { text: answer } = await chat.says(text)
      expect(answer).not.toMatch(promised)
      return answer
    }
    expect(await said('转人工')).toMatch(/工单 T-000001；目前还没有工作人员可以接单[^]*12345/)
    expect(await said('转人工')).toContain('您已有工单 T-000001')
    expect(await said('票开错了')).toContain('已加到工单 T-000001 里，目前还没有工作人员可以接单')
    const admin = office.chat({ channel: 'telegram', user: 'admin' })
    await boundAs(office, admin, { role: 'administrator' }, '丁四')
    await admin.says('接单 1')
    await admin.says('关闭 1')
    await admin.says('解绑')
    await admin.says('确认解绑')
    expect(await said('没解决')).toContain('已重新打开，目前还没有工作人员可以接单')
  })

  it('what was answered and is quiet ends by itself after three days', async () => {
    const { office, first } = await bureau()
    const chat = asker(office)
    await chat.says('转人工 急')
    await first.says('#1 好了')
    await office.passes(73 * HOUR)
    expect(last(textsTo(office, chat))).toContain('先结束了')
    expect((await chat.says('电子票据能作废吗')).text).toContain('依据')
  })
})
