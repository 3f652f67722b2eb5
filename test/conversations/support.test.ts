/** 转人工: an asker and two officers on different networks. */
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../support/clock.ts'
import type { Office } from '../support/office.ts'
import { readQueueRules } from '../../core/support/hours.ts'
import { boundAs, CLINIC, HOSPITAL, invited, textsTo } from '../support/people.ts'
import { bureau, inGroup, textsIn } from '../support/support.ts'

const asker = (office: Office, user = 'u1') => office.chat({ channel: 'web', user })
const last = (texts: readonly string[]) => texts.at(-1) ?? ''

describe('who asks for a human', () => {
  it('gets a number, the queue and its hours, and the officers are told with the conversation so far', async () => {
    const { office, first, second } = await bureau()
    const chat = asker(office)
    await chat.says('电子票据能作废吗')
    const opened = await chat.says('转人工')
    expect(opened.text).toMatch(/工单 T-000001，由“湖北省 交款人”的工作人员处理[^]*现在是服务时间/)
    expect(opened.choices.map(({ label }) => label)).toEqual(['取消人工'])
    for (const officer of [first, second]) {
      const told = last(textsTo(office, officer))
      expect(told).toMatch(/【工单 T-000001】新工单 · 湖北省 交款人/)
      expect(told).toContain('问：电子票据能作废吗')
      expect(told).toContain('助手：')
    }
  })

  it('is told out of hours when it is staffed, and the message is taken', async () => {
    const { office, first } = await bureau()
    office.clock.advance(12 * HOUR)
    const opened = await asker(office).says('转人工 医院不给我开票')
    expect(opened.text).toContain(
      '现在不是服务时间，已经记下并通知工作人员，2026-11-24 09:00 起有人处理',
    )
    expect(last(textsTo(office, first))).toContain('问：医院不给我开票')
  })

  it('is told the hours of that very queue, and time counts within them alone', async () => {
    const queueRules = readQueueRules('缴款人 08:00-10:10 22:00-24:00 20min; 武汉市 5min') ?? []
    const { office, first, wuhan } = await bureau({ queueRules })
    const opened = await asker(office).says('转人工 急')
    expect(opened.text).toContain('工作日 08:00–10:10、22:00–24:00。\n现在是服务时间')
    const clerk = office.chat({ channel: 'wechat', user: 'clerk' })
    await boundAs(office, clerk, { role: 'clerk', unit: CLINIC.code }, '戊五')
    expect((await clerk.says('转人工 急')).text).toContain('工作日 09:00–12:00、14:00–17:30。')
    await office.passes(6 * MINUTE)
    expect(last(textsTo(office, wuhan))).toContain('还没有人接')
    await office.passes(11 * HOUR)
    const again = () => textsTo(office, first).filter((text) => text.includes('T-000001】还没'))
    expect(again()).toEqual([])
    await office.passes(HOUR + 5 * MINUTE)
    expect(again()).toHaveLength(1)
  })

  it('comes to the queue of the unit', async () => {
    const { office, wuhan, first } = await bureau()
    const clerk = office.chat({ channel: 'wechat', user: 'clerk' })
    await boundAs(office, clerk, { role: 'clerk', unit: CLINIC.code }, '戊五')
    expect((await clerk.says('转人工')).text).toContain('“武昌区 市州县单位”')
    expect(last(textsTo(office, wuhan))).toContain('【工单 T-000001】')
    expect(textsTo(office, first).join()).not.toContain('T-000001')
    const other = office.chat({ channel: 'wechat', user: 'other' })
    await boundAs(office, other, { role: 'clerk', unit: HOSPITAL.code }, '己六')
    expect((await other.says('转人工')).text).toContain('“湖北省 医院”')
  })

  it.each(['没解决', '都不是'])('is offered it where nothing helped (%s)', async (how) => {
    const { office } = await bureau()
    const chat = asker(office)
    await chat.says(how === '没解决' ? '电子票据能作废吗' : '阿巴阿巴阿巴票据阿巴')
    await chat.presses(how)
    expect((await chat.presses('转人工')).text).toContain('工单 T-000001')
  })

  it('is offered it with the second question that found nothing, and then with every second one', async () => {
    const { office } = await bureau()
    const chat = asker(office)
    const offered: boolean[] = []
    for (const question of [
      '今天股票涨了吗',
      '红烧肉怎么做',
      '月亮有多远',
      '谁是世界冠军',
      '猫吃什么',
    ]) {
      const { choices } = await chat.says(question)
      const offers = choices.some(({ label }) => label === '转人工')
      offered.push(offers)
      if (question === '红烧肉怎么做')
        expect((await chat.says('电子票据能作废吗')).text).toContain('依据')
      await office.restart()
    }
    expect(offered).toEqual([false, true, false, true, false])
  })

  it('is told the number who asks for it again; what is added to that goes to the ticket', async () => {
    const { office } = await bureau()
    const chat = asker(office)
    await chat.says('转人工')
    expect((await chat.says('人工')).text).toContain('您已有工单 T-000001')
    await chat.says('转人工 票开错了')
    const lines = await office.store.tickets.lines('T-000001')
    expect(lines.map(({ text }) => text)).toEqual(['转人工 票开错了'])
  })

  it('leaves with 取消人工, and the assistant is back', async () => {
    const { office, first } = await bureau()
    const chat = asker(office)
    await chat.says('转人工')
    expect((await chat.says('取消人工')).text).toContain('T-000001 已取消')
    expect(last(textsTo(office, first))).toBe('工单 T-000001 对方已取消。')
    expect((await chat.says('电子票据能作废吗')).text).toContain('依据')
    expect((await chat.says('取消人工')).text).toContain('没有在办的工单')
  })

  it('in a group goes on in private', async () => {
    const { office } = await bureau()
    const group = inGroup({ office }, 'u7', 'telegram', '-7')
    expect((await group.says('转人工 我叫李小明')).text).toContain('私聊')
    expect(await office.store.tickets.list({ states: ['open'] }, 9)).toEqual([])
  })
})

describe('words near it', () => {
  it.each(['人工 服务时间 几点', '垃圾', '关闭', '备注', 'note', '怎么转人工'])(
    '“%s” opens no ticket and is no move of the staff',
    async (text) => {
      const { office } = await bureau()
      expect((await asker(office).says(text)).text).not.toMatch(/工单 T-|职责范围/)
      expect(await office.store.tickets.list({ states: ['open'] }, 9)).toEqual([])
    },
  )
})

describe('while a ticket is live', () => {
  it('the assistant says once that it passes on, is silent, and all of it reaches who took it, in order', async () => {
    const { office, first } = await bureau()
    const chat = asker(office)
    await chat.says('转人工')
    expect((await chat.says('发票代码在哪看')).text).toContain('已转给工作人员（工单 T-000001）')
    await chat.saysUnheard('查验')
    await office.restart()
    await chat.saysUnheard('2')
    const taken = await first.presses('接单', await pressable(office, first))
    expect(taken.text).toMatch(/由 甲\* 接单。[^]*问：发票代码在哪看\n问：查验\n问：2/)
    const mark = office.sent.length
    await chat.saysUnheard('还在吗')
    await chat.saysUnheard('我等着')
    expect(textsTo(office, first, mark)).toEqual([
      ...['【工单 T-000001】还在吗', '【工单 T-000001】我等着'],
    ])
  })

  it('an officer answers, and the other one sees who took it', async () => {
    const { office, first, second } = await bureau()
    const chat = asker(office)
    await chat.says('转人工 票开错了')
    await second.says('接单 T-000001')
    expect(last(textsTo(office, first))).toBe('工单 T-000001 已由 乙* 接单。')
    expect((await first.says('接单 1')).text).toBe('工单 T-000001 由 乙* 处理中。')
    expect((await first.says('#1 我来答')).text).toContain('处理中')
    const answered = await second.replies('请把票据代码发给我', '【工单 T-000001】新工单')
    expect(answered.text).toBe('已转给对方（T-000001）。')
    expect(last(textsTo(office, chat))).toBe('【工作人员】请把票据代码发给我')
    await second.says('#1 也可以打电话')
    expect(last(textsTo(office, chat))).toBe('【工作人员】也可以打电话')
  })

  it('what is said to a ticket’s message goes to who asked there, whatever it looks like', async () => {
    const { office, second } = await bureau()
    const [one, other] = ['a', 'b'].map((user) => asker(office, user))
    await one?.says('转人工 第一件')
    await other?.says('转人工 第二件')
    for (const words of ['你好，请到 #2 窗口：三楼', '收到', '工单 2 和您的是一件事', '1']) {
      const { text } = await second.replies(words, '【工单 T-000001】新工单 · 湖北省 交款人')
      expect(text).toBe('已转给对方（T-000001）。')
      expect(textsIn(office, 'a').at(-1)).toBe(`【工作人员】${words}`)
    }
    expect((await second.replies('/note 3 号窗口', '【工单 T-000001】还在吗')).text).toContain(
      '已备注',
    )
    expect((await office.store.tickets.lines('T-000001')).at(-1)?.text).toBe('3 号窗口')
    expect((await second.says('#1')).text).toBe('请写上要答复的话。')
    expect((await second.replies('#2 您好', '【工单 T-000001】还在吗')).text).toContain(
      '请只留一个',
    )
    const { text: list } = await second.says('待办')
    expect((await second.replies('接单', list)).text).toContain('请引用工单消息')
    expect(textsIn(office, 'b').join()).not.toContain('工作人员】')
    await second.says('#2请稍等')
    expect(textsIn(office, 'b').at(-1)).toBe('【工作人员】请稍等')
  })

  it('who asked may quote it, also when they are of the staff or of a unit', async () => {
    const { office, first, second } = await bureau()
    await first.says('转人工 我也有问题')
    await second.says('接单 1')
    await first.replies('还有一件', '工单 T-000001：工作人员已接单，正在为您处理。')
    expect(last(textsTo(office, second))).toBe('【工单 T-000001】还有一件')
    const clerk = office.chat({ channel: 'web', user: 'clerk' })
    await boundAs(office, clerk, { role: 'clerk', unit: HOSPITAL.code }, '己六')
    await clerk.says('转人工 票开错了')
    await second.says('#2 已处理')
    await second.says('关闭 2')
    const thanks = await clerk.replies('谢谢', '工单 T-000002 已结束，我回来了。')
    expect(thanks.text).toContain('不客气')
  })

  it('ends when it is closed, asks whether it helped, and is opened again when it did not', async () => {
    const { office, first, second } = await bureau()
    const chat = asker(office)
    await chat.says('转人工 票开错了')
    await first.says('接单 1')
    await first.says('#1 已处理')
    expect((await second.says('关闭 1')).text).toContain('处理中')
    expect((await first.says('关闭 1')).text).toBe('工单 T-000001 已结束。')
    const asked = office.sent.findLast(({ to }) => to.conversation === 'u1')?.message
    expect(asked?.text).toContain('这次解决您的问题了吗')
    expect((await chat.says('2')).text).toContain('T-000001 已重新打开')
    expect(last(textsTo(office, second))).toContain('没解决，重新打开')
    await chat.says('还是不行')
    await second.says('接单 1')
    await second.says('关闭 1')
    expect((await chat.says('有帮助')).text).toContain('很高兴帮到您')
    expect((await chat.says('电子票据能作废吗')).text).toContain('依据')
  })

  it('it is passed on to another queue, or further up', async () => {
    const { office, first, wuhan, admin } = await bureau()
    const chat = asker(office)
    await chat.says('转人工 武汉的票')
    expect((await first.says('转交 #1 火星')).text).toContain('请写清转给谁')
    await first.says('转交 #1 武汉市')
    expect(last(textsTo(office, wuhan))).toContain('转来的工单')
    expect(last(textsTo(office, chat))).toContain('已转给其他工作人员')
    await wuhan.says('接单 1')
    await wuhan.says('转交 #1')
    await office.settle()
    expect(last(textsTo(office, first))).toContain('转来的工单')
    await first.says('转交 #1')
    expect(last(textsTo(office, admin))).toContain('转来的工单')
  })

  it('it can be marked as spam, noted and answered from the FAQ', async () => {
    const { office, first } = await bureau()
    const chat = asker(office)
    await chat.says('转人工 在不在')
    await first.says('接单 1')
    expect((await first.says('备注 #1 电话里说过了')).text).toContain('已备注')
    expect(textsTo(office, chat).join()).not.toContain('电话里说过了')
    await first.says('/c #1 电子票据能作废吗')
    expect(last(textsTo(office, chat))).toMatch(/^【工作人员】[^]{20,}/)
    expect((await first.says('标记垃圾 1')).text).toContain('已标记为垃圾')
    expect(last(textsTo(office, chat))).toBe('工单 T-000001 已结束。')
  })
})

/** The last message to this chat that can be pressed. */
async function pressable(office: Office, { from }: ReturnType<typeof asker>) {
  await office.settle()
  const found = office.sent.findLast(
    ({ to, message }) => to.conversation === from.conversation && message.choices,
  )
  if (!found) throw new Error('nothing can be pressed')
  const { message } = found
  return { text: message.text, choices: message.choices ?? [], message }
}

describe('an invitation code', () => {
  const administrator = { role: 'administrator' } as const
  const spoken = (office: Office) =>
    JSON.stringify(office.sent.map(({ message }) => message.text)).replace(/[\s-]/g, '')
  const plain = (code: string) => code.replaceAll('-', '')

  it.each(['绑定 ', '', '我的邀请码是 '])(
    'binds in the conversation with a human too, sent as “%sCODE”, and is read by nobody',
    async (before) => {
      const { office, first } = await bureau()
      const code = await invited(office, administrator, '庚七')
      const chat = asker(office)
      await chat.says('转人工 急')
      await first.says('接单 1')
      expect((await chat.says(`${before}${code}`)).text).toContain('已绑定')
      expect(spoken(office)).not.toContain(plain(code))
      const lines = await office.store.tickets.lines('T-000001')
      expect(lines.map(({ text }) => text)).toEqual(['急'])
      await chat.says('还在吗')
      expect(last(textsTo(office, first))).toContain('还在吗')
    },
  )

  it('is masked wherever it stands in what goes into a ticket', async () => {
    const { office, first } = await bureau()
    const code = await invited(office, administrator, '庚七')
    const chat = asker(office)
    const full = code.replace(/./g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
    await chat.says(code.slice(0, -1))
    await chat.says(`我的邀请码是 ${code}，为什么绑不上`)
    await chat.says(`邀请码${plain(code).toLowerCase()}能用吗`)
    await chat.says(`转人工 ${code.replaceAll('-', ' ')} 用不了`)
    await first.says('接单 1')
    await chat.says(`请看${full}这个码`)
    const lines = await office.store.tickets.lines('T-000001')
    expect(lines.filter(({ by }) => by === 'asker').map(({ text }) => text)).toEqual([
      '〔邀请码〕',
      '我的邀请码是 〔邀请码〕,为什么绑不上',
      '邀请码〔邀请码〕能用吗',
      '〔邀请码〕 用不了',
      '请看〔邀请码〕这个码',
    ])
    expect(spoken(office)).not.toContain(plain(code).slice(0, -1))
    expect(last(textsTo(office, first))).toContain('请看〔邀请码〕这个码')
  })

  it('is not what figures or words of four letters are', async () => {
    const { office } = await bureau()
    const chat = asker(office)
    const words = ['1234-5678-1234-5678-1234-5678-1234', 'what does this mean when they send']
    for (const text of words) await chat.says(text)
    await chat.says('转人工')
    const lines = await office.store.tickets.lines('T-000001')
    expect(lines.filter(({ by }) => by === 'asker').map(({ text }) => text)).toEqual(words)
  })
})
