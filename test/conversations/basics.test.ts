/** Help, choices, language, privacy, groups, and what happens when something breaks. */
import { describe, expect, it } from 'vitest'
import { DAY } from '../support/clock.ts'
import { openOffice } from '../support/office.ts'
import { boundAs, CLINIC, fillDirectory } from '../support/people.ts'

const RECEIPT = '42990126 0000000001 55e8a5'
const GROUP = { channel: 'telegram', conversation: '-100', group: true }

describe('help and choices', () => {
  it.each(['帮助', '你好', '/start', '/help', 'help'])(
    'answers %s with what can be asked',
    async (text) => {
      const office = await openOffice()
      const answer = await office.chat().says(text)
      expect(answer.text).toContain('鄂票通')
      expect(answer.choices.map(({ label }) => label)).toEqual(['查票', '查验', '隐私', 'English'])
    },
  )

  it('admits what it does not understand, and keeps the open question', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says('42990126 0000000001')
    expect((await chat.says('咕噜咕噜转啊转')).text).toMatch(/只回答[^]*还在等您补充/)
    expect((await chat.says('55e8a5')).text).toContain('江城示范医院')
  })

  it('answers an empty line with help, and what has no words with what it can read', async () => {
    const office = await openOffice()
    const chat = office.chat()
    for (const blank of [' ', '\n', '\u200b']) {
      expect((await chat.says(blank)).text).toContain('我是鄂票通')
    }
    expect((await chat.says('')).text).toContain('只能看懂文字')
    expect((await chat.says('/lookup@other 42990126')).text).not.toContain('还差')
  })

  it('says of a file that nothing asks for that it was not kept, and takes the words beside it', async () => {
    const office = await openOffice()
    const chat = office.chat()
    const file = { name: '通知.pdf', content: Buffer.from('%PDF-1.7') }
    expect((await chat.sendsFile(file)).text).toContain('收到了文件，但现在没有要用到它的事')
    expect((await chat.sendsFile(file, '查票')).text).toContain('请发票据代码')
    expect((await chat.sendsFile(file)).text).toContain('还在等您补充')
    const inGroup = office.chat({ channel: 'telegram', conversation: '-1', group: true })
    expect((await inGroup.sendsFile(file)).text).not.toContain('校验码')
    expect(await office.files.list(Infinity)).toEqual([])
  })

  it('asks about a number for choices that are no longer shown', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says(RECEIPT)
    await chat.says('取消')
    const answer = await chat.says('2')
    expect(answer.text).toContain('没有可以按编号选择')
    expect(answer.choices).toEqual([])
  })

  it('takes an old button for the receipt it belongs to, and a very old one for none', async () => {
    const office = await openOffice()
    const chat = office.chat()
    const first = await chat.says(RECEIPT)
    await chat.says('42990226 0000000001 bnqFFX')
    expect((await chat.presses('查验', first)).text).toContain('门诊')
    for (let time = 0; time < 9; time++) await chat.says('帮助')
    expect((await chat.presses('完整票据', first)).link).toBeDefined()
    for (let time = 0; time < 2; time++) await chat.says('帮助')
    expect((await chat.presses('查验', first)).text).toContain('已经过期')
  })
})

describe('the language', () => {
  it('changes on request, and back', async () => {
    const office = await openOffice()
    const chat = office.chat()
    expect((await chat.says('English')).text).toContain('I will answer in English')
    const card = await chat.says(RECEIPT)
    expect(card.text).toContain('Issued by')
    expect(card.choices.map(({ label }) => label)).toEqual(['Full receipt', 'Verify'])
    await office.restart()
    expect((await chat.says('help')).text).toContain('I find and verify')
    expect((await chat.says('语言')).text).toContain('中文')
  })
})

describe('privacy', () => {
  it('says what is kept, how long and where', async () => {
    const office = await openOffice()
    expect((await office.chat().says('/privacy')).text).toMatch(
      /7 天[^]*10 分钟[^]*183 天[^]*服务器/,
    )
  })

  it('deletes texts and sessions on request, after asking', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says('42990126 0000000001')
    await chat.says('删除我的数据')
    expect((await chat.presses('取消')).text).toContain('没有删除')
    expect(await office.store.inbox.history(chat.from, 'u1', 50)).not.toHaveLength(0)
    await chat.says('删除我的数据')
    expect((await chat.presses('确认删除')).text).toContain('已删除')
    expect(await office.store.inbox.history(chat.from, 'u1', 50)).toHaveLength(0)
    expect(await office.store.sessions.load('web:u1:u1')).toBeUndefined()
    expect(await office.store.outbox.history(chat.from, 'u1', 50)).toHaveLength(1)
  })

  it.each(['是', '确认', '删除', 'yes', '好的'])('takes %s as a yes', async (word) => {
    const chat = (await openOffice()).chat()
    await chat.says('删除我的数据')
    expect((await chat.says(word)).text).toContain('已删除')
  })

  it.each(['不要', 'no'])('takes %s as a no, and other words as no answer', async (word) => {
    const chat = (await openOffice()).chat()
    await chat.says('删除我的数据')
    expect((await chat.says(word)).text).toContain('没有删除')
    expect((await chat.says('是')).text).not.toContain('已删除')
  })

  it('does not let a deletion undo a lock', async () => {
    const office = await openOffice()
    const chat = office.chat()
    for (let index = 0; index < 5; index++) await chat.says(`42990126 0000000001 bad00${index}`)
    await chat.says('删除我的数据')
    await chat.presses('确认删除')
    expect((await chat.says(RECEIPT)).text).toContain('尝试次数过多')
  })
})

describe('the whole receipt', () => {
  it('is a one-time link of its own server, never in the chat', async () => {
    const office = await openOffice()
    const chat = office.chat({ channel: 'telegram' })
    await chat.says(RECEIPT)
    const answer = await chat.presses('完整票据')
    expect(answer.link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/r\/[\w-]{32}$/)
    expect(answer.text).toContain('10 分钟')
    const stored = JSON.stringify(await office.store.outbox.history(chat.from, 'u1', 9))
    expect(stored).not.toContain(answer.link?.split('/').at(-1))
  })
})

describe('in a group', () => {
  it('moves anything with a receipt to a private chat, where the question goes on for who asked', async () => {
    const office = await openOffice()
    const answer = await office.chat({ ...GROUP, user: '7' }).says(`查票 ${RECEIPT}`)
    expect(answer.text).toContain('请私聊我')
    expect(answer.text).not.toMatch(/4299|0001|55e8/)
    const start = answer.message.start
    expect(start).toMatch(/^[\w-]{22,64}$/)
    const stranger = office.chat({ channel: 'telegram', user: '8' })
    expect((await stranger.says(`/start ${start}`)).text).toContain('链接已经失效')
    const asker = office.chat({ channel: 'telegram', user: '7' })
    expect((await asker.says(`/start ${start}`)).text).toContain('江城示范医院')
  })

  it('is silent unless it is addressed, and keeps nothing of what it was not told', async () => {
    const office = await openOffice()
    const from = { ...GROUP, user: '7' }
    await office.receive({ id: 'x', from, text: RECEIPT, addressed: false, at: 0 })
    await office.settle()
    expect(office.sent).toHaveLength(0)
    expect(await office.store.inbox.history(from, '7', 9)).toHaveLength(0)
  })

  it('answers general questions there', async () => {
    const office = await openOffice()
    const answer = await office.chat({ ...GROUP, user: '7' }).says('帮助')
    expect(answer.text).toMatch(/鄂票通[^]*请私聊/)
    expect(answer.text).not.toContain('直接发票面上')
    expect((await office.chat({ ...GROUP, user: '7' }).says('说点什么')).text).toMatch(/只回答/)
  })

  it('does not let another member choose for me', async () => {
    const office = await openOffice()
    const mine = await office.chat({ ...GROUP, user: '7' }).says('帮助')
    const other = office.chat({ ...GROUP, user: '8' })
    expect((await other.presses('隐私', mine)).text).toContain('已经过期')
  })
})

describe('when handling a message throws', () => {
  it('tries three times, sets it aside, tells operators, and answers the next one', async () => {
    const operator = { channel: 'telegram', conversation: '77', group: false }
    const office = await openOffice({ operators: [operator] })
    const working = office.platform.current
    let tries = 0
    const broken = () => {
      tries += 1
      return Promise.reject(new Error('a secret detail 55e8a5'))
    }
    office.platform.current = { ...working, find: broken }
    const chat = office.chat()
    expect((await chat.says(RECEIPT)).text).toContain('没有处理成功')
    expect(tries).toBe(3)
    expect(await office.store.inbox.listSetAside(9)).toMatchObject([
      { attempts: 3, reason: 'Error' },
    ])
    expect(office.sent.find(({ to }) => to.conversation === '77')?.message.text).toContain('已搁置')
    expect(office.logged.join()).not.toContain('55e8a5')
    office.platform.current = working
    expect((await chat.says(RECEIPT)).text).toContain('江城示范医院')
  })
})

describe('retention', () => {
  it('forgets texts after seven days, and misses after thirty', async () => {
    const { forgetOld } = await import('../../core/retention.ts')
    const office = await openOffice()
    const chat = office.chat()
    await chat.says('42990126 0000000001 000000')
    office.clock.advance(6 * DAY)
    await forgetOld(office.store, office.clock.now())
    expect(await office.store.inbox.history(chat.from, 'u1', 9)).toHaveLength(1)
    office.clock.advance(2 * DAY)
    await forgetOld(office.store, office.clock.now())
    expect(await office.store.inbox.history(chat.from, 'u1', 9)).toHaveLength(0)
    expect(await office.store.outbox.history(chat.from, 'u1', 9)).toHaveLength(0)
    const query = { person: '', personSince: 0, targetSince: 0, totalSince: 0 }
    office.clock.advance(22 * DAY)
    await forgetOld(office.store, office.clock.now())
    expect((await office.store.misses.counts(query)).total).toBe(1)
    office.clock.advance(1)
    await forgetOld(office.store, office.clock.now())
    expect((await office.store.misses.counts(query)).total).toBe(0)
  })
})

describe('隐私', () => {
  it('says how long texts, ids, pages, look-ups and failed tries stay', async () => {
    const chat = (await openOffice()).chat()
    const { text } = await chat.says('隐私')
    for (const kept of [
      /对话文字.* 7 天/,
      /账号标识保留 30 天/,
      /网络地址.*清除/,
      /失败次数.* 30 天/,
    ])
      expect(text).toMatch(kept)
    await chat.says('English')
    const english = (await chat.says('privacy')).text
    for (const kept of [/conversations.* 7 days/, /account: 30 days/, /network address/])
      expect(english).toMatch(kept)
  })
})

describe('in the middle of a look-up', () => {
  it('帮助 and 你好 do not lose what was said', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says('42990126 0000000001')
    await chat.says('帮助')
    await chat.says('你好')
    expect((await chat.says('55e8a5')).text).toContain('江城示范医院')
  })

  it('a whole reference is taken although a name is awaited', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says('处罚决定书号 4299010000000015')
    expect((await chat.says(RECEIPT)).text).toContain('江城示范医院')
  })

  it('中文 stays Chinese, and English stays English', async () => {
    const office = await openOffice()
    const chat = office.chat()
    expect((await chat.says('中文')).text).toContain('中文')
    await chat.says('English')
    expect((await chat.says('English')).text).toContain('I will answer in English')
  })
})

describe('帮助 of who holds a role', () => {
  it('tells the words of that role, in private only, and of no other', async () => {
    const office = await openOffice()
    await fillDirectory(office)
    const officer = office.chat({ user: 'officer' })
    await boundAs(office, officer, { role: 'officer', region: '420100' }, '某某')
    const help = await officer.says('帮助')
    expect(help.text).toContain('写通知')
    expect(help.text).toContain('待办')
    expect(help.text).not.toContain('冲红申请、我的申请')
    const clerk = office.chat({ user: 'clerk' })
    await boundAs(office, clerk, { role: 'clerk', unit: CLINIC.code }, '某某')
    expect((await clerk.says('帮助')).text).toMatch(/查票 姓名 日期[^]*冲红申请、我的申请/)
    expect((await clerk.says('帮助')).text).not.toContain('写通知')
    expect((await office.chat({ user: 'payer' }).says('帮助')).text).not.toContain('按您的职责')
    const group = office.chat({
      channel: 'telegram',
      user: 'officer',
      conversation: '-9',
      group: true,
    })
    expect((await group.says('帮助')).text).not.toContain('按您的职责')
  })
})
