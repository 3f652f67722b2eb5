/** Every point about people and units on each network: several people at once, with a restart in the middle. */
import { describe, expect, it } from 'vitest'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import type { Receipt } from '../../core/receipts/receipt.ts'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import { type Chat, type Office, openOffice } from '../support/office.ts'
import {
  boundAs,
  CLINIC,
  codeIn,
  COUNTY,
  fillDirectory,
  HOSPITAL,
  invited,
  textsTo,
} from '../support/people.ts'

const PHONE = '13899990000'
const [model] = sampleReceipts as [Receipt, ...Receipt[]]
const TERMINALS = Array.from({ length: 9 }, (_, index) => `console-${index + 2}`)

/** A receipt of the clinic, of a day in May. */
const receiptOf = (day: number, more: Partial<Receipt> = {}): Receipt => ({
  ...model,
  number: String(5000 + day).padStart(10, '0'),
  check: `c${String(day).padStart(5, '0')}`,
  issuedOn: `2026-05-${String(day).padStart(2, '0')}`,
  issuer: { name: CLINIC.name, code: CLINIC.code },
  payer: { name: '吴示范', phone: PHONE },
  ...more,
})

/** An office in which each person is on this network; in the terminal, each at one of their own. */
async function officeOn(network: string) {
  const office = await openOffice({ channels: ['web', 'telegram', 'console', ...TERMINALS] })
  await fillDirectory(office)
  await office.store.transaction((tx) => tx.ledger.add([1, 2, 3].map((day) => receiptOf(day))))
  let seats = 0
  const chat = (user: string): Chat => {
    const seat = network === 'console' && seats > 0 ? `console-${seats + 1}` : network
    seats += 1
    return office.chat({ channel: seat, user })
  }
  return { office, chat }
}

/** The bureau's administrator, an officer, an approver and a clerk, each invited by the one above. */
async function chain(office: Office, chat: (user: string) => Chat) {
  const admin = chat('admin')
  await boundAs(office, admin, { role: 'administrator' }, '赵管理')
  const join = async (by: Chat, words: string, user: string) => {
    const one = chat(user)
    await one.says(`绑定 ${codeIn((await by.says(words)).text)}`)
    return one
  }
  const boss = await join(admin, '邀请 监管员 王监管 武汉市', 'boss')
  const head = await join(boss, `邀请 负责人 李负责 ${CLINIC.code}`, 'head')
  const hand = await join(head, '邀请 经办 张经办', 'hand')
  return { admin, boss, head, hand }
}

const all = (chats: readonly Chat[], text: string) =>
  Promise.all(chats.map(async (chat) => (await chat.says(text)).text))

describe.each(['telegram', 'web', 'console'])('on %s', (network) => {
  const shown = (name: string) => (network === 'telegram' ? `${name.slice(0, 1)}*` : name)

  it('everybody is invited by those above, at once knows who they are, and still after a restart', async () => {
    const { office, chat } = await officeOn(network)
    const { admin, boss, head, hand } = await chain(office, chat)
    await office.restart()
    const people = [admin, boss, head, hand]
    expect(await all(people, '我是谁')).toEqual([
      expect.stringContaining(`您是${shown('赵管理')}：管理员。`),
      expect.stringContaining(`您是${shown('王监管')}：监管员（武汉市）。`),
      expect.stringContaining(`您是${shown('李负责')}：负责人（楚天示范中医院）。`),
      expect.stringContaining(`您是${shown('张经办')}：经办人（楚天示范中医院）。`),
    ])
    const units = await all(people, '我的单位')
    expect(units[0]).toContain('名录里共有 3 个单位')
    expect(units[1]).toContain('您负责武汉市，名录里共有 1 个单位')
    expect(units[2]).toMatch(
      new RegExp(
        `楚天示范中医院[^]*${shown('李负责').replace('*', '\\*')} 负责人[^]*您的职责：负责人`,
      ),
    )
    expect(units[3]).toMatch(/楚天示范中医院[^]*您的职责：经办人/)
    expect(units[3]).not.toContain('单位人员')
  })

  it('a payer is invited by the bureau, and by nobody else', async () => {
    const { office, chat } = await officeOn(network)
    const { admin, boss, head, hand } = await chain(office, chat)
    for (const by of [admin, boss]) {
      const offer = await by.says('邀请 交款人 孙缴款')
      expect(offer.text).toContain(`已邀请 ${shown('孙缴款')} 担任交款人`)
      const payer = chat(`payer of ${by.from.user}`)
      expect((await payer.says(`绑定 ${codeIn(offer.text)}`)).text).toContain('已绑定：交款人')
      expect((await payer.says('我是谁')).text).toContain('没有单位职责')
    }
    const refusals = await all([head, hand], '邀请 缴款人 孙缴款')
    for (const text of refusals) expect(text).toContain('职责范围')
  })

  it('one of several with the same code is bound, the others are refused and who invited is told', async () => {
    const { office, chat } = await officeOn(network)
    const { head } = await chain(office, chat)
    const code = codeIn((await head.says('邀请 经办 钱新手')).text)
    const tries = [chat('one'), chat('two'), chat('three')]
    const texts = await all(tries, `绑定 ${code}`)
    expect(texts.filter((text) => text.includes('您好。已绑定'))).toHaveLength(1)
    expect(texts.filter((text) => text.includes('已经有人用过了，已通知邀请人'))).toHaveLength(2)
    await office.restart()
    const known = (await all(tries, '我是谁')).filter((text) => text.includes('经办人'))
    expect(known).toHaveLength(1)
    expect(textsTo(office, head).filter((text) => text.includes('又有另一个账号'))).toEqual([
      expect.stringContaining(`您给 ${shown('钱新手')}（经办人（楚天示范中医院））的邀请码`),
    ])
  })

  it('a person binds further networks, hears of each, chooses one, and drops one that was lost', async () => {
    const { office, chat } = await officeOn(network)
    const { head } = await chain(office, chat)
    const other = office.chat({ channel: network === 'web' ? 'telegram' : 'web', user: 'second' })
    const name = network === 'web' ? 'Telegram' : '网页对话'
    const code = codeIn((await head.says('绑定')).text)
    await office.restart()
    expect((await other.says(`绑定 ${code}`)).text).toContain('这个账号已绑定')
    expect(textsTo(office, head).at(-1)).toContain(`又绑定了一个账号（${name}）`)
    expect((await chat('third').says(`绑定 ${code}`)).text).toContain('已经有人用过')
    expect(textsTo(office, head).at(-1)).toContain('您的绑定码已经用过')
    const who = await head.says('我是谁')
    expect(who.text).toContain(`（通知发到这里）、${name}`)
    const prefer = network === 'web' ? '通知发到 Telegram' : '通知发到网页对话'
    await head.presses(prefer, who)
    const offer = codeIn((await head.says('邀请 经办 钱新手')).text)
    await chat('new').says(`绑定 ${offer}`)
    expect(textsTo(office, other).at(-1)).toContain('已接受邀请')
    expect((await head.presses(`解绑${name}`, who)).text).toContain(`您的${name}账号`)
    await office.restart()
    expect((await head.says('确认解绑')).text).toContain('已解绑')
    expect((await other.says('我是谁')).text).toContain('没有绑定身份')
    expect((await head.says('我是谁')).text).toContain('（通知发到这里）')
    expect((await head.presses(prefer, who)).text).toContain('没有绑定在您名下')
    expect((await head.presses(`解绑${name}`, who)).text).toContain('没有绑定在您名下')
  })

  it('an approver removes somebody: what that allowed is over at once, and they are told', async () => {
    const { office, chat } = await officeOn(network)
    const { head, hand } = await chain(office, chat)
    const seen = await head.says('我的单位')
    await head.presses(`移除 ${shown('张经办')} 经办人`, seen)
    await office.restart()
    const [done, asked] = await Promise.all([head.says('确认移除'), hand.says('你好')])
    expect(done.text).toContain(`已移除 ${shown('张经办')}`)
    expect(asked.text).not.toBe('')
    expect(textsTo(office, hand)).toContainEqual(
      expect.stringContaining('您的这项职责已结束：经办人（楚天示范中医院）'),
    )
    expect(await all([hand], '我的单位')).toEqual([expect.stringContaining('没有绑定到单位')])
    expect((await head.says('我的单位')).text).not.toContain(shown('张经办'))
  })

  it('a unit that left the directory gives its people nothing until it is back', async () => {
    const { office, chat } = await officeOn(network)
    const { admin, boss, head, hand } = await chain(office, chat)
    office.clock.advance(MINUTE)
    await fillDirectory(office, [COUNTY, HOSPITAL])
    await office.restart()
    const gone = await all([head, hand], '我的单位')
    for (const text of gone) expect(text).toContain('楚天示范中医院，已不在单位名录里')
    expect((await head.says('邀请 经办 钱新手')).text).not.toMatch(/[0-9A-Z]{4}-/)
    expect((await hand.says('42990126 0000005001')).text).toContain('还差校验码')
    await hand.says('取消')
    expect((await boss.says('我的单位')).text).toContain('共有 0 个单位')
    expect((await admin.says('我的单位')).text).toContain('共有 2 个单位')
    office.clock.advance(MINUTE)
    await fillDirectory(office)
    expect((await hand.says('42990126 0000005001')).text).toContain('2026-05-01')
  })

  it('nobody does what the table does not give, and is told nothing of what is not theirs', async () => {
    const { office, chat } = await officeOn(network)
    const { boss, head, hand } = await chain(office, chat)
    const payer = chat('payer')
    const missing = '129999999999999999'
    for (const [who, words] of [
      [hand, `邀请 经办 新人 ${CLINIC.code}`],
      [head, `邀请 经办 新人 ${COUNTY.code}`],
      [head, `邀请 经办 新人 ${missing}`],
      [boss, `邀请 负责人 新人 ${COUNTY.code}`],
      [boss, '邀请 管理员 新人'],
      [hand, '移除 李负责'],
      [head, '移除 王监管'],
      [payer, '移除 李负责'],
      [boss, '移除 没有这个人'],
      [head, `我的单位 ${COUNTY.code}`],
      [boss, `我的单位 ${COUNTY.code}`],
      [boss, `我的单位 ${missing}`],
      ...[boss, head, hand, payer].map((one) => [one, '状态'] as const),
    ] as const) {
      expect((await who.says(words)).text, words).toBe(
        '抱歉，没有这项内容，或者它不在您的职责范围内。',
      )
    }
    const tried = (await office.store.audit.read(0, 999)).filter(
      ({ result }) => result === 'refused',
    )
    expect(tried).toHaveLength(16)
    expect(JSON.stringify(tried)).not.toMatch(/新人|李负责|王监管|1299999/)
  })

  it('the receipts of a phone are listed to who has it, and opened as one-time pages', async () => {
    const { office, chat } = await officeOn(network)
    const [one, two] = [chat('one'), chat('two')]
    const verify = async (payer: Chat) => {
      if (network === 'telegram') return payer.sharesPhone(`+86${PHONE}`)
      await payer.says('我的票据')
      await payer.says(PHONE)
      return payer.says(/\d{6}/.exec(office.texts.at(-1)?.text ?? '')?.[0] ?? '')
    }
    const listed = await verify(one)
    expect(listed.choices.map(({ label }) => label).slice(0, 3)).toEqual(
      [3, 2, 1].map((day) => `${model.name} 2026-05-0${day} 236.21`),
    )
    await office.restart()
    const card = await one.presses(`${model.name} 2026-05-02 236.21`, listed)
    expect(card.text).toContain('吴*')
    expect(card.text).not.toMatch(/吴示范|0000005002|c00002/)
    expect((await one.presses('完整票据', card)).link).toMatch(/\/r\//)
    expect((await two.says('我的票据')).text).not.toContain('2026-05')
    expect((await verify(two)).text).toContain('第 1–3 张')
  })

  it('an officer ties a group, or makes it the staff’s, and nobody else does', async () => {
    const { office, chat } = await officeOn(network)
    const { boss, head } = await chain(office, chat)
    const inGroup = ({ from: { channel, user } }: Chat) =>
      office.chat({ channel, user, conversation: '-5', group: true })
    expect((await inGroup(head).says('本群 武汉市 医院')).text).toContain('不能设置本群')
    expect((await inGroup(boss).says('本群 省属医院')).text).toContain('不能设置本群')
    expect((await inGroup(boss).says('本群 武汉市 医院')).text).toContain('武汉市 医院')
    await office.restart()
    expect((await inGroup(boss).says('本群')).text).toBe('本群的对象是武汉市 医院。')
    expect((await inGroup(boss).says('本群 客服 武汉市')).text).toContain('“武汉市”的客服群')
  })

  it('an administrator sees how things stand, and nobody else', async () => {
    const { office, chat } = await officeOn(network)
    const { admin } = await chain(office, chat)
    const at = office.clock.now()
    await office.store.transaction((tx) =>
      tx.imports.add({ kind: 'units', at, read: 9, imported: 8, refused: 1 }),
    )
    await office.restart()
    const { text } = await admin.says('状态')
    expect(text).toMatch(/网页对话：正常[^]*Telegram：正常[^]*终端：正常/)
    expect(text).toMatch(/待处理：收到未答 0 条，待发 0 条[^]*发送结果不明：0 条[^]*已搁置：0 条/)
    expect(text).toMatch(/单位名录导入：.*读到 9，新增或更新 8，有误 1/)
  })

  it('an invitation is over after seven days, and known as used for a month after', async () => {
    const { office, chat } = await officeOn(network)
    const code = await invited(office, { role: 'officer', region: '420100' }, '王监管')
    office.clock.advance(7 * DAY - HOUR)
    await office.restart()
    const [early, late] = [chat('early'), chat('late')]
    expect((await early.says(`绑定 ${code}`)).text).toContain('已绑定：监管员（武汉市）')
    office.clock.advance(2 * HOUR)
    expect((await late.says(`绑定 ${code}`)).text).toContain('已经有人用过了')
  })
})
