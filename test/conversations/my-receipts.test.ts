/** The receipts of a verified phone, and those of one's own unit. */
import { describe, expect, it } from 'vitest'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import { ChannelError } from '../../core/errors.ts'
import type { Receipt } from '../../core/receipts/receipt.ts'
import { HOUR, MINUTE, DAY } from '../support/clock.ts'
import { type Chat, type Office, openOffice } from '../support/office.ts'
import { boundAs, CLINIC, COUNTY, fillDirectory } from '../support/people.ts'

const PHONE = '13899990000'
const [model] = sampleReceipts as [Receipt, ...Receipt[]]

function receiptOf(index: number, more: Partial<Receipt> = {}): Receipt {
  return {
    ...model,
    code: '42990126',
    number: String(5000 + index).padStart(10, '0'),
    check: `c${String(index).padStart(5, '0')}`,
    issuedOn: `2026-05-${String(index + 1).padStart(2, '0')}`,
    issuer: { name: CLINIC.name, code: CLINIC.code },
    payer: { name: '吴示范', phone: PHONE },
    ...more,
  }
}

async function withReceipts(count = 9): Promise<Office> {
  const office = await openOffice()
  const receipts = Array.from({ length: count }, (_, index) => receiptOf(index))
  const others = receiptOf(90, { payer: { name: '郑示范', phone: '13811110000' } })
  await office.store.transaction((tx) => tx.ledger.add([...receipts, others]))
  return office
}

const codeOf = (office: Office) => /\d{6}/.exec(office.texts.at(-1)?.text ?? '')?.[0] ?? ''

async function verified(office: Office, chat: Chat): Promise<void> {
  await chat.says('我的票据')
  await chat.says(PHONE)
  await chat.says(codeOf(office))
}

describe('my receipts on Telegram', () => {
  it('are listed for the own contact only, in pages, newest first, and open to a masked card', async () => {
    const office = await withReceipts()
    const chat = office.chat({ channel: 'telegram' })
    expect((await chat.says('/mine')).message.wantsContact).toBe('发送我的手机号')
    const foreign = await chat.sharesPhone(`86${PHONE}`, false)
    expect(foreign.text).toContain('不是您自己的手机号')
    expect(foreign.message.wantsContact).toBeDefined()
    const first = await chat.sharesPhone(`+86${PHONE}`)
    expect(first.text).toContain('138****0000 名下的票据，新的在前，第 1–6 张')
    expect(first.choices.map(({ label }) => label)).toEqual([
      ...[9, 8, 7, 6, 5, 4].map((day) => `${model.name} 2026-05-0${day} 236.21`),
      '更多',
      '换一个手机号',
    ])
    await office.restart()
    const second = await chat.presses('更多', first)
    expect(second.text).toContain('第 7–9 张')
    const card = await chat.presses(`${model.name} 2026-05-03 236.21`, second)
    expect(card.text).toMatch(/楚天示范中医院[^]*吴\*/)
    expect(card.text).not.toMatch(/吴示范|0000005002|c00002/)
    expect((await chat.presses('完整票据', card)).link).toMatch(/\/r\//)
    expect((await chat.says('我的票据')).text).toContain('第 1–6 张')
    expect(office.texts).toEqual([])
  })

  it('are counted in words where there is one', async () => {
    const office = await withReceipts(1)
    const { text } = await office.chat({ channel: 'telegram' }).sharesPhone(PHONE)
    expect(text).toContain('新的在前，第 1 张：')
  })

  it('say so when there are none, and when it is no phone of the mainland', async () => {
    const office = await withReceipts()
    const chat = office.chat({ channel: 'telegram' })
    expect((await chat.sharesPhone('+85251234567')).text).toContain('不是中国大陆的手机号')
    expect((await chat.sharesPhone('13700000001')).text).toContain('137****0001 名下没有查到票据')
  })

  it('are not for a phone that is only typed', async () => {
    const office = await withReceipts()
    const chat = office.chat({ channel: 'telegram' })
    await chat.says('我的票据')
    expect((await chat.says(PHONE)).text).not.toContain('2026-05')
    expect(office.texts).toEqual([])
  })
})

describe.each(['web', 'console'])('my receipts on %s', (channel) => {
  it('are listed after a code that was sent to the phone', async () => {
    const office = await withReceipts(2)
    const chat = office.chat({ channel })
    expect((await chat.says('我的票据')).text).toContain('缴款时留的手机号')
    const sent = await chat.says('138 9999 0000')
    expect(sent.text).toContain('验证码已发到 138****0000')
    expect(office.texts).toMatchObject([{ phone: PHONE }])
    await office.restart()
    const listed = await chat.says(codeOf(office))
    expect(listed.text).toContain('第 1–2 张')
    expect((await chat.says('我的票据')).text).toContain('第 1–2 张')
    expect((await chat.says('我是谁')).text).toContain('没有绑定身份')
    const said = JSON.stringify(office.sent.map(({ message }) => message)) + office.logged.join()
    expect(said).not.toContain(PHONE)
    expect(said).not.toContain(codeOf(office))
    expect(JSON.stringify(await office.store.audit.read(0, 99))).not.toContain(PHONE)
  })

  it('count every wrong code as a miss, and lock like any other guessing', async () => {
    const office = await withReceipts()
    const chat = office.chat({ channel })
    await chat.says('我的票据')
    await chat.says(PHONE)
    const right = codeOf(office)
    const wrong = right === '000000' ? '111111' : '000000'
    for (let tries = 0; tries < 5; tries++) {
      expect((await chat.says(wrong)).text).toContain('验证码不对')
    }
    expect((await chat.says(right)).text).toContain('尝试次数过多')
    expect((await chat.says('42990126 0000000001 55e8a5')).text).toContain('尝试次数过多')
  })

  it('say what is wrong with a number that is nearly a phone or a code, and wait for the right one', async () => {
    const office = await withReceipts(2)
    const chat = office.chat({ channel })
    await chat.says('我的票据')
    for (const [typed, digits] of [
      ['1389999000', 10],
      ['138999900001', 12],
      ['手机号 138999', 6],
      ['+86 138 9999 000', 10],
    ] as const) {
      expect((await chat.says(typed)).text, typed).toContain(
        `手机号是 11 位数字，您发的是 ${digits} 位`,
      )
    }
    expect((await chat.says('23899990000')).text).toContain('不像中国大陆的手机号')
    expect((await chat.says('我的手机号是138 9999 0000')).text).toContain('已发到 138****0000')
    const right = codeOf(office)
    for (let time = 0; time < 6; time++) {
      expect((await chat.says(right.slice(0, 5))).text).toContain('验证码是 6 位数字')
    }
    expect((await chat.says(`验证码是 ${right}0`)).text).toContain('验证码是 6 位数字')
    expect((await chat.says(`验证码是 ${right}`)).text).toContain('第 1–2 张')
  })

  it.each(['15060125', '15060125 138973', '150601', '15060125 0000005000'])(
    'do not take %s for a phone',
    async (typed) => {
      const office = await withReceipts(2)
      const chat = office.chat({ channel })
      await chat.says('我的票据')
      const { text } = await chat.says(typed)
      expect(text).not.toMatch(/手机号是 11 位|不像中国大陆/)
    },
  )

  it.each(['手机号 13899990000', '手机号码：+86-138-9999-0000', 'my phone number is 13899990000'])(
    'understand %s',
    async (typed) => {
      const office = await withReceipts(2)
      const chat = office.chat({ channel })
      await chat.says('我的票据')
      expect((await chat.says(typed)).text).toContain('138****0000')
      expect((await chat.says(codeOf(office).replace(/(...)/, '$1 '))).text).toContain('第 1–2 张')
    },
  )

  it('let another matter go first', async () => {
    const office = await withReceipts(2)
    const chat = office.chat({ channel })
    await chat.says('我的票据')
    expect((await chat.says('42990126 0000000001 55e8a5')).text).toContain('江城示范医院')
  })

  it('take the miss of asking back when the code is right', async () => {
    const office = await withReceipts()
    const chat = office.chat({ channel })
    await verified(office, chat)
    for (let tries = 0; tries < 4; tries++) await chat.says('42990126 0000000001 bad999')
    expect((await chat.says('42990126 0000000001 55e8a5')).text).toContain('江城示范医院')
  })
})

describe('a code', () => {
  it('is good for five minutes, once, and for the account that asked', async () => {
    const office = await withReceipts()
    const [chat, other] = [office.chat(), office.chat({ user: 'other' })]
    await chat.says('我的票据')
    await chat.says(PHONE)
    const first = codeOf(office)
    await other.says('我的票据')
    await other.says('13811110000')
    expect((await other.says(first)).text).toMatch(/验证码不对/)
    office.clock.advance(5 * MINUTE)
    expect((await chat.says(first)).text).toContain('验证码不对')
    office.clock.advance(HOUR)
    await verified(office, chat)
    expect((await chat.says(codeOf(office))).text).not.toContain('2026-05')
  })

  it('goes to one phone three times an hour and ten times a day, whoever asks', async () => {
    const office = await withReceipts()
    const ask = async (user: string) => {
      const chat = office.chat({ user })
      await chat.says('我的票据')
      return (await chat.says(PHONE)).text
    }
    for (const user of ['a', 'b', 'c']) expect(await ask(user)).toContain('已发到')
    expect(await ask('d')).toContain('次数已经用完')
    for (let hour = 0; hour < 7; hour++) {
      office.clock.advance(HOUR + 1)
      await ask(`h${hour}`)
    }
    office.clock.advance(HOUR + 1)
    expect(await ask('late')).toContain('次数已经用完')
    office.clock.advance(DAY)
    expect(await ask('next')).toContain('已发到')
  })

  it('is not sent beyond the budget of the day, and administrators hear of it', async () => {
    const office = await withReceipts()
    const admin = office.chat({ user: 'admin' })
    await boundAs(office, admin, { role: 'administrator' }, '赵管理')
    const at = office.clock.now()
    await office.store.transaction(async (tx) => {
      for (let index = 0; index < 100; index++) {
        const code = { id: `i${index}`, channel: 'web', user: `u${index}`, phone: `${index}` }
        await tx.phones.addCode({ ...code, hash: 'h', at })
      }
    })
    const chat = office.chat()
    await chat.says('我的票据')
    expect((await chat.says(PHONE)).text).toContain('已经发完')
    expect(
      office.sent.filter(({ to }) => to.conversation === 'admin').at(-1)?.message.text,
    ).toContain('达到上限')
  })

  it('is never sent beyond the limits, however many ask at once', async () => {
    const office = await withReceipts()
    const chats = Array.from({ length: 9 }, (_, index) => office.chat({ user: `u${index}` }))
    await Promise.all(chats.map((chat) => chat.says('我的票据')))
    const texts = await Promise.all(chats.map(async (chat) => (await chat.says(PHONE)).text))
    expect(office.texts).toHaveLength(3)
    expect(texts.filter((text) => text.includes('一小时内获取验证码的次数'))).toHaveLength(6)
    const opened = await Promise.all(chats.map((chat) => chat.says(codeOf(office))))
    expect(opened.filter(({ text }) => text.includes('2026-05'))).toHaveLength(1)
  })

  it('counts before it leaves, so that a crash in between gives nobody another one', async () => {
    const office = await withReceipts()
    const chat = office.chat()
    await chat.says('我的票据')
    office.smsFault.current = new Error('killed')
    const at = office.clock.now()
    await office.receive({ id: 'x1', from: chat.from, text: PHONE, addressed: true, at })
    await office.settle()
    office.smsFault.current = undefined
    await office.restart()
    expect((await chat.says(PHONE)).text).toContain('一小时内获取验证码的次数')
  })

  it('of which nobody knows whether it left is asked for all the same, and opens', async () => {
    const office = await withReceipts()
    const chat = office.chat()
    await chat.says('我的票据')
    office.smsFault.current = new ChannelError('unknown', 'no answer')
    expect((await chat.says(PHONE)).text).toContain('短信平台没有回音')
    expect((await chat.says(codeOf(office))).text).toContain('第 1–6 张')
  })

  it('that could not be sent is no attempt, and says so', async () => {
    const office = await withReceipts()
    const chat = office.chat()
    await chat.says('我的票据')
    for (const kind of ['unavailable', 'limited', 'refused', 'unavailable'] as const) {
      office.smsFault.current = new ChannelError(kind, 'down')
      expect((await chat.says(PHONE)).text).toContain('没有发出去')
      await chat.says('我的票据')
    }
    office.smsFault.current = undefined
    await verified(office, chat)
    expect(chat.last?.text).toContain('第 1–6 张')
  })

  it('verifies for thirty days, and another phone may be named at any time', async () => {
    const office = await withReceipts()
    const chat = office.chat()
    await verified(office, chat)
    expect((await chat.presses('换一个手机号')).text).toContain('缴款时留的手机号')
    await chat.says('取消')
    office.clock.advance(30 * DAY)
    expect((await chat.says('我的票据')).text).toContain('缴款时留的手机号')
  })

  it('and the phone go when the data is deleted', async () => {
    const office = await withReceipts()
    const chat = office.chat()
    await verified(office, chat)
    await chat.says('删除我的数据')
    await chat.says('确认删除')
    expect((await chat.says('我的票据')).text).toContain('缴款时留的手机号')
  })
})

describe('receipts of the own unit', () => {
  async function staffed() {
    const office = await withReceipts(2)
    await fillDirectory(office)
    const [own, far, payer] = ['own', 'far', 'payer'].map((user) => office.chat({ user })) as [
      Chat,
      Chat,
      Chat,
    ]
    await boundAs(office, own, { role: 'clerk', unit: CLINIC.code }, '张经办')
    await boundAs(office, far, { role: 'clerk', unit: COUNTY.code }, '钱远处')
    return { office, own, far, payer }
  }

  it('open for its people by code and number alone; for others the check code is asked for', async () => {
    const { own, far, payer } = await staffed()
    for (const words of ['42990126 0000005001', '查票 42990126 0000005001']) {
      expect((await own.says(words)).text, words).toMatch(/2026-05-02[^]*正常/)
      const asked = await payer.says(words)
      expect(asked.text).toContain('还差校验码')
      expect((await far.says(words)).text).toBe(asked.text)
      for (const chat of [far, payer]) await chat.says('取消')
    }
    const missing = await own.says('42990126 0000009999')
    expect(missing.text).toContain('还差校验码')
  })

  it('open one value at a time as well', async () => {
    const { own } = await staffed()
    expect((await own.says('票据代码 42990126')).text).toContain('还差票据号码')
    expect((await own.says('0000005000')).text).toContain('2026-05-01')
  })

  it('are found by payer and date, one or several', async () => {
    const { office, own, far } = await staffed()
    expect((await own.says('查票 缴款人：吴示范 2026-05-02')).text).toContain('2026-05-02')
    for (const words of ['吴示范 2026-05-02', '查票 吴示范 2026-05-02']) {
      expect((await own.says(words)).text).toContain('吴*')
    }
    expect((await own.says('查票 缴款人：吴示 2026-05-02')).text).toContain('没有这样的票据')
    expect((await far.says('查票 缴款人：吴示范 2026-05-02')).text).toContain('没有这样的票据')
    await office.store.transaction((tx) =>
      tx.ledger.add([receiptOf(7, { issuedOn: '2026-05-02' })]),
    )
    const several = await own.says('查票 缴款人：吴示范 2026-05-02')
    expect(several.text).toContain('共 2 张')
    expect((await own.says('2')).text).toContain('吴*')
  })

  const NAMES = [
    {
      name: 'María José Ejemplo-Núñez',
      also: ['maría josé ejemplo núñez', 'ＭＡＲＩ\u0301Ａ José Ejemplo-Núñez'],
    },
    {
      name: '阿依古丽·示例',
      also: ['阿依古丽•示例', '阿依古丽・示例', '阿依古丽 · 示例', '阿依古丽示例'],
    },
    {
      name: '武汉示范（集团）有限公司',
      also: ['武汉示范(集团)有限公司', '武汉示范 （集团） 有限公司'],
    },
    { name: '江城（ＡＢＣ）第3示范店', also: ['江城(abc)第3示范店'] },
  ]

  it.each(NAMES)('are found by the payer $name, however it is written', async ({ name, also }) => {
    const { office, own } = await staffed()
    const issuedOn = '2025-10-21'
    const one = receiptOf(20, { issuedOn, payer: { name } })
    const crowd = Array.from({ length: 600 }, (_, at) => receiptOf(100 + at, { issuedOn }))
    await office.store.transaction((tx) => tx.ledger.add([one, ...crowd]))
    const bare = [name, ...also].map((written) => `查票 ${written} 2025-10-21`)
    const labelled = ['缴款人：', '交款人: ', '缴款人 '].map(
      (label) => `查票 ${label}${name} 2025-10-21`,
    )
    const turned = [
      `${name} 2025年10月21日`,
      `查票 2025-10-21 ${name}`,
      `查票 2025-10-21，${name}。`,
    ]
    for (const words of [...bare, ...labelled, ...turned]) {
      expect((await own.says(words)).text, words).toMatch(/查到这张票据[^]*2025-10-21/)
    }
    expect((await own.says('查票 别人示范 2025-10-21')).text).toContain('没有这样的票据')
  })

  it('are nobody’s any more at once when the clerk is removed', async () => {
    const { office, own } = await staffed()
    const [clerk] = await office.store.people.members(CLINIC.code)
    await office.store.transaction((tx) => tx.people.revoke(clerk?.id ?? '', `unit:${CLINIC.code}`))
    expect((await own.says('42990126 0000005001')).text).toContain('还差校验码')
  })
})
