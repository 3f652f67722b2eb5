/** Binding, roles and leaving, as people meet them: on each network, by several people, across restarts. */
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import { openOffice } from '../support/office.ts'
import {
  boundAs,
  CLINIC,
  codeIn,
  COUNTY,
  fillDirectory,
  invited,
  textsTo,
} from '../support/people.ts'

const clerk = { role: 'clerk', unit: CLINIC.code } as const
const approver = { role: 'approver', unit: CLINIC.code } as const
const wuhan = { role: 'officer', region: '420100' } as const
const administrator = { role: 'administrator' } as const

async function staffed() {
  const office = await openOffice()
  await fillDirectory(office)
  const [boss, head, hand] = ['boss', 'head', 'hand'].map((user) => office.chat({ user }))
  if (!boss || !head || !hand) throw new Error('nobody')
  await boundAs(office, boss, wuhan, '王监管')
  await boundAs(office, head, approver, '李负责')
  await boundAs(office, hand, clerk, '张经办')
  return { office, boss, head, hand }
}

describe.each(['web', 'telegram', 'console'])('binding on %s', (channel) => {
  const shown = (name: string) => (channel === 'telegram' ? `${name.slice(0, 1)}*` : name)

  it('ties the account to the role, says so, and still knows after a restart', async () => {
    const office = await openOffice()
    await fillDirectory(office)
    const chat = office.chat({ channel, user: 'a' })
    expect((await chat.says('我是谁')).text).toContain('没有绑定身份')
    const code = await invited(office, clerk, '张经办')
    const done = await chat.says(`绑定 ${code}`)
    expect(done.text).toContain(`${shown('张经办')}，您好。已绑定：经办人（楚天示范中医院）`)
    await office.restart()
    const who = await chat.presses('我是谁', done)
    expect(who.text).toContain(`您是${shown('张经办')}：经办人（楚天示范中医院）`)
    expect(who.text).not.toContain(channel === 'telegram' ? '张经办' : '张*')
    expect((await chat.says('我的单位')).text).toMatch(
      /楚天示范中医院[^]*12420100429900011B[^]*武昌区[^]*医院/,
    )
    expect((await chat.says(`绑定 ${code}`)).text).toContain('已经绑定过')
    const audit = JSON.stringify(await office.store.audit.read(0, 99))
    expect(audit).toContain(`person.bound","object":"clerk@unit:${CLINIC.code}`)
    expect(audit + office.logged.join()).not.toMatch(new RegExp(`张经办|${code}`))
  })

  it('refuses a second person with the same code, and tells who invited', async () => {
    const office = await openOffice()
    await fillDirectory(office)
    const head = office.chat({ channel, user: 'head' })
    await boundAs(office, head, approver, '李负责')
    const offer = await head.says('邀请 经办 张经办')
    expect(offer.text).toContain(`已邀请 ${shown('张经办')} 担任经办人（楚天示范中医院）`)
    const code = codeIn(offer.text)
    await office.chat({ channel, user: 'a' }).says(`绑定 ${code}`)
    expect(textsTo(office, head).at(-1)).toBe(
      `${shown('张经办')} 已接受邀请，绑定为经办人（楚天示范中医院）。`,
    )
    const second = office.chat({ channel, user: 'b' })
    for (let time = 0; time < 2; time++) {
      expect((await second.says(`绑定 ${code}`)).text).toContain('已经有人用过了，已通知邀请人')
    }
    expect((await second.says('我是谁')).text).toContain('没有绑定身份')
    const told = textsTo(office, head).filter((text) => text.includes('又有另一个账号'))
    expect(told).toHaveLength(1)
  })

  it('says who hears that a code of the command line was used again, when anybody does', async () => {
    const office = await openOffice({
      operators: [{ channel: 'web', conversation: 'op', group: false }],
    })
    await fillDirectory(office)
    const [operator, keeper] = [office.chat({ user: 'op' }), office.chat({ user: 'keeper' })]
    const heard = (chat: typeof keeper) =>
      textsTo(office, chat).filter((text) => text.includes('又有另一个账号')).length
    const again = async (name: string) => {
      const code = await invited(office, approver, name)
      await office.chat({ channel, user: name }).says(`绑定 ${code}`)
      return (await office.chat({ channel, user: 'second' }).says(`绑定 ${code}`)).text
    }
    expect(await again('李负责')).toContain('有人用过了，已通知管理本助手的人员')
    expect(heard(operator)).toBe(1)
    await boundAs(office, keeper, administrator, '王管理')
    expect(await again('赵负责')).toContain('有人用过了，已通知管理本助手的人员')
    expect([heard(operator), heard(keeper)]).toEqual([1, 1])
  })

  it('does not say that anybody was told while there is nobody, and tells who comes later', async () => {
    const office = await openOffice()
    await fillDirectory(office)
    const code = await invited(office, approver, '李负责')
    await office.chat({ channel, user: 'a' }).says(`绑定 ${code}`)
    const second = office.chat({ channel, user: 'b' })
    expect((await second.says(`绑定 ${code}`)).text).toContain('有人用过了。')
    const keeper = office.chat({ user: 'keeper' })
    await boundAs(office, keeper, administrator, '王管理')
    expect((await second.says(`绑定 ${code}`)).text).toContain('已通知管理本助手的人员')
    expect(textsTo(office, keeper).at(-1)).toContain('又有另一个账号')
  })

  it('unbinds after a question, and with the last account every role ends', async () => {
    const office = await openOffice()
    await fillDirectory(office)
    const chat = office.chat({ channel, user: 'a' })
    await boundAs(office, chat, clerk, '张经办')
    expect((await chat.says('解绑')).text).toContain('职责全部结束')
    expect((await chat.presses('取消')).text).toContain('没有改动')
    expect((await chat.says('我是谁')).text).toContain('经办人')
    await chat.says('解绑')
    await office.restart()
    expect((await chat.says('确认解绑')).text).toContain('已解绑')
    expect((await chat.says('我是谁')).text).toContain('没有绑定身份')
    expect(await office.store.people.members(CLINIC.code)).toEqual([])
  })
})

describe('a code', () => {
  it.each([
    ['绑定 邀请码 ', ''],
    ['绑定邀请码 ', ''],
    ['绑定 邀请码：', '。'],
    ['请绑定 ', ''],
    ['我要绑定邀请码是', ''],
    ['邀请码：', ''],
    ['我的邀请码是 ', ''],
    ['please bind ', ''],
    ['bind my code ', ''],
    ['', ''],
  ])('binds when it is sent as “%sCODE%s”', async (before, after) => {
    const office = await openOffice()
    await fillDirectory(office)
    const chat = office.chat()
    const code = await invited(office, clerk, '张经办')
    expect((await chat.says(`${before}${code}${after}`)).text).toContain('已绑定：经办人')
  })

  it('binds alone without its dashes, and is told to be wrong in Chinese when it is', async () => {
    const office = await openOffice()
    await fillDirectory(office)
    const chat = office.chat()
    const code = await invited(office, clerk, '张经办')
    for (const wrong of [code.replace(/.{4}$/, '0000'), code.slice(0, -1)]) {
      expect((await chat.says(wrong)).text).toContain('这个邀请码不对')
    }
    expect((await chat.says(code.replaceAll('-', '').toLowerCase())).text).toContain('已绑定')
  })

  it('alone in a group is void from then on', async () => {
    const office = await openOffice()
    await fillDirectory(office)
    const group = office.chat({ channel: 'telegram', conversation: '-1', group: true, user: 'x' })
    const code = await invited(office, clerk, '张经办')
    expect((await group.says(code)).text).toContain('已经作废')
    expect((await office.chat().says(code)).text).toContain('这个邀请码不对')
  })
  it('that is not whole is not said to be void in a group', async () => {
    const office = await openOffice()
    await fillDirectory(office)
    const group = office.chat({ channel: 'telegram', conversation: '-1', group: true, user: 'x' })
    const code = await invited(office, clerk, '张经办')
    for (const part of [code.slice(0, -1), `绑定 ${code.slice(0, -5)}`]) {
      const { text } = await group.says(part)
      expect(text).toContain('没有作废；请让邀请人撤销后重发')
      expect(text).not.toContain('已经作废')
    }
    expect((await office.chat().says(code)).text).toContain('已绑定')
  })

  it.each([
    '2026-11-30-10-30-00',
    '1234-56-78-90-12-34',
    '1234-5678-1234-5678-1234-5678-1234',
    'ABCD-12-34-56-78-90',
  ])('is not what %s is', async (text) => {
    expect((await (await openOffice()).chat().says(text)).text).not.toContain('邀请码')
  })
})

describe('an invitation', () => {
  it('is void once a group has seen it, and who invited is told', async () => {
    const { office, head } = await staffed()
    const code = codeIn((await head.says('邀请 经办 赵新手')).text)
    const user = 'new'
    const group = office.chat({ channel: 'telegram', conversation: '-1', group: true, user })
    const { text, message } = await group.says(`绑定 ${code}`)
    expect(text).toContain('绑定只能私聊办理')
    expect(JSON.stringify(message)).not.toContain(code)
    expect(textsTo(office, head).at(-1)).toContain(
      '赵新手（经办人（楚天示范中医院））的邀请码被发到了群里',
    )
    expect((await office.chat({ user }).says(`绑定 ${code}`)).text).toContain('不对，或者已经失效')
    const other = codeIn((await head.says('邀请 经办 赵新手')).text)
    expect((await office.chat({ user }).says(`绑定 ${other}`)).text).toContain('已绑定')
  })

  it('says the same in a group whatever code it is', async () => {
    const { office } = await staffed()
    const group = office.chat({ channel: 'telegram', conversation: '-1', group: true })
    const right = await group.says(`绑定 ${await invited(office, clerk, '赵新手')}`)
    const wrong = await group.says('绑定 ABCD-EFGH-1234-5678-ABCD-EFGH-1234')
    expect(wrong.text).toBe(right.text)
  })

  it('is over after seven days', async () => {
    const office = await openOffice()
    const code = await invited(office, administrator, '王管理')
    office.clock.advance(7 * DAY)
    const chat = office.chat()
    const late = await chat.says(`绑定 ${code}`)
    expect(late.text).toContain('不对，或者已经失效')
    expect((await chat.says('绑定 ABCD-EFGH-1234-5678-ABCD-EFGH-1234')).text).toBe(late.text)
  })

  it('falls with the right of who made it', async () => {
    const { office, boss, head } = await staffed()
    const code = codeIn((await head.says('邀请 经办 赵新手')).text)
    await boss.says('移除 李负责')
    await boss.presses('移除 李负责 负责人')
    await boss.presses('确认移除')
    expect((await office.chat({ user: 'new' }).says(`绑定 ${code}`)).text).toContain('已经失效')
  })

  it('falls when the unit leaves the directory, and stands again when it is back', async () => {
    const { office } = await staffed()
    const code = await invited(office, clerk, '赵新手')
    const chat = office.chat({ user: 'new' })
    office.clock.advance(MINUTE)
    await fillDirectory(office, [COUNTY])
    expect((await chat.says(`绑定 ${code}`)).text).toContain('已经失效')
    office.clock.advance(MINUTE)
    await fillDirectory(office)
    expect((await chat.says(`绑定 ${code}`)).text).toContain('已绑定')
  })

  it('is kept as a hash, never as a code', async () => {
    const { office, head } = await staffed()
    const code = codeIn((await head.says('邀请 经办 赵新手')).text)
    const rows = await office.store.outbox.history(head.from, head.from.user, 9)
    expect(JSON.stringify(rows)).toContain('赵新手')
    expect(JSON.stringify(rows)).not.toContain(code)
  })

  it('of the command line is answered for to operators when it is tried twice', async () => {
    const office = await openOffice({
      operators: [{ channel: 'telegram', conversation: '77', group: false }],
    })
    const code = await invited(office, administrator, '王管理')
    const first = office.chat({ user: 'a' })
    await first.says(`绑定 ${code}`)
    const before = office.sent.length
    await office.chat({ user: 'b' }).says(`绑定 ${code}`)
    expect(textsTo(office, first, before)).toEqual([
      expect.stringContaining('又有另一个账号拿来绑定'),
    ])
    expect(office.sent.filter(({ to }) => to.conversation === '77')).toEqual([])
  })

  it('is accepted by one of two who try at the same time', async () => {
    const office = await openOffice()
    await fillDirectory(office)
    const code = await invited(office, clerk, '张经办')
    const users = ['a', 'b', 'c', 'd']
    for (const user of users) {
      const from = { channel: 'web', conversation: user, user, group: false }
      await office.receive({ id: `x${user}`, from, text: `绑定 ${code}`, addressed: true, at: 1 })
    }
    await office.settle()
    expect(await office.store.people.members(CLINIC.code)).toHaveLength(1)
    const texts = office.sent.map(({ message }) => message.text)
    expect(texts.filter((text) => text.includes('您好。已绑定'))).toHaveLength(1)
    expect(texts.filter((text) => text.includes('已经有人用过了'))).toHaveLength(3)
  })
})

describe('inviting', () => {
  it('goes down from those above, within their scope', async () => {
    const { office, boss, head, hand } = await staffed()
    const admin = office.chat({ user: 'admin' })
    await boundAs(office, admin, administrator, '赵管理')
    const yes: [typeof boss, string][] = [
      [head, '邀请 经办 新人'],
      [head, `邀请 经办 新人 ${CLINIC.code}`],
      [boss, `邀请 经办 新人 ${CLINIC.code}`],
      [boss, `邀请负责人 新人 ${CLINIC.code}`],
      [boss, '邀请 监管员 新人 江夏区'],
      [admin, `邀请 负责人 新人 ${COUNTY.code}`],
      [admin, '邀请 监管员 新人 湖北省'],
      [admin, '邀请 管理员 新人'],
      [admin, `邀请经办新人${COUNTY.code}`],
    ]
    for (const [chat, words] of yes)
      expect(codeIn((await chat.says(words)).text), words).not.toBe('')
    const no: [typeof boss, string][] = [
      [hand, '邀请 经办 新人'],
      [head, '邀请 负责人 新人'],
      [head, `邀请 经办 新人 ${COUNTY.code}`],
      [head, '邀请 监管员 新人 武汉'],
      [boss, `邀请 经办 新人 ${COUNTY.code}`],
      [boss, '邀请 监管员 新人 武汉'],
      [boss, '邀请 监管员 新人 襄阳'],
      [boss, '邀请 管理员 新人'],
      [office.chat({ user: 'nobody' }), `邀请 经办 新人 ${CLINIC.code}`],
    ]
    for (const [chat, words] of no) expect(codeIn((await chat.says(words)).text), words).toBe('')
  })

  it('says the same of a unit of others and of one that does not exist', async () => {
    const { boss } = await staffed()
    const foreign = await boss.says(`邀请 经办 新人 ${COUNTY.code}`)
    const missing = await boss.says('邀请 经办 新人 129999999999999999')
    expect(missing.text).toBe(foreign.text)
    const seen = await boss.says(`我的单位 ${COUNTY.code}`)
    expect((await boss.says('我的单位 129999999999999999')).text).toBe(seen.text)
    expect((await boss.says(`我的单位 ${CLINIC.code.toLowerCase()}`)).text).toContain(
      '楚天示范中医院',
    )
  })

  it('tells how, when something is missing', async () => {
    const { head } = await staffed()
    for (const words of ['邀请', '邀请 张三', '邀请 经办', `邀请 经办 ${CLINIC.code}`]) {
      expect((await head.says(words)).text, words).toContain('请这样发')
    }
  })

  it.each([
    ['邀请 张三', '没有认出职责'],
    ['邀请 经办', '没有认出姓名'],
    ['邀请 经办 新人', '还差单位代码'],
    ['邀请 负责人 新人 楚天示范中医院', '没有认出单位代码'],
    ['邀请 监管员 新人', '还差地区'],
    ['邀请 监管员 新人 北京', '没有认出地区'],
  ])('says of “%s” which part could not be read', async (words, part) => {
    const { boss } = await staffed()
    const [first, second] = (await boss.says(words)).text.split('\n')
    expect(first).toContain(part)
    expect(second).toContain('请这样发')
  })

  it('moves out of a group before anything is made', async () => {
    const { office } = await staffed()
    const chat = office.chat({ channel: 'web', conversation: 'g', group: true, user: 'head' })
    const { text } = await chat.says('邀请 经办 新人')
    expect(text).toContain('请私聊我')
    expect(codeIn(text)).toBe('')
  })
})

describe('an invitation that was not used', () => {
  it('is taken back by who made it, and its code is void', async () => {
    const { office, head } = await staffed()
    const code = codeIn((await head.says('邀请 经办 小二')).text)
    expect((await head.says('撤销邀请 小二')).text).toBe(
      '已撤销给 小二 的邀请（经办人（楚天示范中医院）），邀请码不能再用。',
    )
    expect((await office.chat().says(`绑定 ${code}`)).text).toContain('这个邀请码不对')
    expect((await head.says('取消邀请 小二')).text).toContain('没有找到您可以撤销的邀请')
    const audit = await office.store.audit.read(0, 99)
    const entry = audit.find(({ action }) => action === 'invitation.void')
    expect(entry).toMatchObject({ object: `clerk@unit:${CLINIC.code}`, result: 'void' })
    expect(JSON.stringify(audit)).not.toContain('小二')
  })

  it('is taken back by those above, of whatever role, and who made it is told', async () => {
    const { office, boss, head } = await staffed()
    const first = codeIn((await head.says('邀请 经办 小二')).text)
    const second = codeIn((await boss.says(`邀请 负责人 小二 ${CLINIC.code}`)).text)
    const both = await boss.says('撤销邀请 小二')
    await boss.presses('经办人（楚天示范中医院）', both)
    await boss.presses('负责人（楚天示范中医院）', both)
    expect(textsTo(office, head).at(-1)).toContain(
      '您给 小二（经办人（楚天示范中医院））的邀请已被有权邀请的人员撤销',
    )
    for (const code of [first, second]) {
      expect((await office.chat().says(`绑定 ${code}`)).text).toContain('这个邀请码不对')
    }
  })

  it('of one of two namesakes is taken back alone, by choice', async () => {
    const { office, head } = await staffed()
    const [far, admin] = [office.chat({ user: 'far' }), office.chat({ user: 'admin' })]
    await boundAs(office, far, { role: 'approver', unit: COUNTY.code }, '钱远处')
    await boundAs(office, admin, administrator, '赵管理')
    const ours = codeIn((await head.says('邀请 经办 张小伟')).text)
    const theirs = codeIn((await far.says('邀请 经办 张小伟')).text)
    const again = codeIn((await admin.says(`邀请 经办 张小伟 ${CLINIC.code}`)).text)
    const asked = await admin.says('撤销邀请 张小伟')
    expect(asked.text).toContain('给 张小伟 的邀请不止一种，请选择要撤销的')
    expect(asked.choices.map(({ label }) => label).toSorted()).toEqual([
      '经办人（楚天示范中医院）',
      '经办人（鄂北示范医院）',
    ])
    expect(textsTo(office, head).at(-1)).not.toContain('已被')
    expect((await admin.presses('经办人（楚天示范中医院）', asked)).text).toBe(
      '已撤销给 张小伟 的邀请（经办人（楚天示范中医院）），邀请码不能再用。',
    )
    expect(textsTo(office, head).at(-1)).toContain('已被有权邀请的人员撤销')
    expect(textsTo(office, far).at(-1)).not.toContain('已被')
    for (const code of [ours, again]) {
      expect((await office.chat().says(`绑定 ${code}`)).text).toContain('这个邀请码不对')
    }
    expect((await admin.presses('经办人（楚天示范中医院）', asked)).text).toContain('没有找到')
    expect((await office.chat().says(`绑定 ${theirs}`)).text).toContain('已绑定')
  })

  it('is not taken back by others, who learn nothing of it', async () => {
    const { office, boss, head, hand } = await staffed()
    const code = codeIn((await boss.says(`邀请 负责人 小二 ${CLINIC.code}`)).text)
    for (const chat of [head, hand]) {
      const nothing = await chat.says('撤销邀请 没有这个人')
      expect((await chat.says('撤销邀请 小二')).text).toBe(nothing.text)
    }
    const audit = await office.store.audit.read(0, 99)
    expect(audit.filter(({ result }) => result === 'refused')).toHaveLength(4)
    expect((await office.chat({ user: 'z' }).says('撤销邀请 小二')).text).toContain('没有这项内容')
    expect((await office.chat().says(`绑定 ${code}`)).text).toContain('已绑定')
    expect((await boss.says('撤销邀请 小二')).text).toContain('没有找到您可以撤销的邀请')
  })

  it('is replaced by another one of the same name and role, which is said', async () => {
    const { office, boss, head } = await staffed()
    const first = await head.says('邀请 经办 小二')
    expect(first.text).not.toContain('作废')
    const ofBoss = codeIn((await boss.says(`邀请 经办 小二 ${CLINIC.code}`)).text)
    const second = await head.says('邀请 经办 小二')
    expect(second.text).toContain('先前给同一姓名、同一职责的邀请码没有用过，现已作废')
    expect((await boss.says(`邀请 负责人 小二 ${CLINIC.code}`)).text).not.toContain('作废')
    const [a, b, c] = ['a', 'b', 'c'].map((user) => office.chat({ user }))
    expect((await a?.says(`绑定 ${codeIn(first.text)}`))?.text).toContain('这个邀请码不对')
    expect((await b?.says(`绑定 ${codeIn(second.text)}`))?.text).toContain('已绑定')
    expect((await c?.says(`绑定 ${ofBoss}`))?.text).toContain('已绑定')
  })
})

describe('a person with several accounts', () => {
  it('binds one more by a code of ten minutes, and chooses where notices go', async () => {
    const { office, head, hand } = await staffed()
    const phone = office.chat({ channel: 'telegram', user: '42' })
    const code = codeIn((await head.says('绑定')).text)
    expect((await hand.says(`绑定 ${code}`)).text).toContain('属于另一个人')
    expect((await phone.says(`绑定 ${code}`)).text).toContain('这个账号已绑定')
    expect((await phone.says('我的单位')).text).toContain('单位人员')
    expect((await office.chat({ user: 'c' }).says(`绑定 ${code}`)).text).toContain('已经有人用过')
    const who = await phone.says('我是谁')
    expect(who.text).toContain('网页对话（通知发到这里）、Telegram')
    expect((await phone.presses('通知发到 Telegram', who)).text).toContain(
      '以后通知发到 Telegram。',
    )
    const offer = codeIn((await phone.says('邀请 经办 赵新手')).text)
    await office.chat({ user: 'new' }).says(`绑定 ${offer}`)
    expect(textsTo(office, phone).at(-1)).toContain('赵* 已接受邀请')
    await phone.says('解绑')
    expect((await phone.says('确认解绑')).text).toContain('已解绑')
    expect((await head.says('我是谁')).text).toContain('网页对话（通知发到这里）')
    expect((await head.says('我的单位')).text).toContain('张经办')
  })

  it('has a code that is over after ten minutes, or when the person has left', async () => {
    const { office, head } = await staffed()
    const [late, left] = [
      codeIn((await head.says('绑定')).text),
      codeIn((await head.says('绑定')).text),
    ]
    const phone = office.chat({ channel: 'telegram', user: '42' })
    office.clock.advance(10 * MINUTE)
    expect((await phone.says(`绑定 ${late}`)).text).toContain('已经失效')
    const again = codeIn((await head.says('绑定')).text)
    await head.says('解绑')
    await head.says('确认解绑')
    for (const code of [left, again]) {
      expect((await phone.says(`绑定 ${code}`)).text).toContain('已经失效')
    }
  })

  it('gets notices over another channel while the preferred one fails', async () => {
    const { office, head } = await staffed()
    const phone = office.chat({ channel: 'telegram', user: '42' })
    await phone.says(`绑定 ${codeIn((await head.says('绑定')).text)}`)
    office.broken.add('web')
    const code = codeIn((await head.says('邀请 经办 赵新手')).text)
    await office.chat({ channel: 'console', user: 'new' }).says(`绑定 ${code}`)
    expect(textsTo(office, phone).at(-1)).toContain('已接受邀请')
  })
})

describe('the people of a unit', () => {
  it('are seen by the approver, and removed at once, also in the middle of what they do', async () => {
    const { office, head, hand } = await staffed()
    const seen = await head.says('我的单位')
    expect(seen.text).toMatch(/李负责 负责人[^]*张经办 经办人/)
    expect(seen.choices.map(({ label }) => label)).toEqual(['移除 张经办 经办人'])
    expect((await hand.says('我的单位')).text).not.toContain('李负责')
    await hand.says('解绑')
    expect((await head.presses('移除 张经办 经办人', seen)).text).toContain('立即生效')
    await office.restart()
    expect((await head.presses('确认移除')).text).toContain('已移除 张经办')
    expect(textsTo(office, hand).at(-1)).toContain('您的这项职责已结束：经办人（楚天示范中医院）')
    expect((await hand.says('确认解绑')).text).toContain('没有绑定')
    expect((await hand.says('我的单位')).text).toContain('没有绑定到单位')
    expect((await head.presses('移除 张经办 经办人', seen)).text).toContain('现在没有这项职责')
  })

  it('are not removed by who was removed meanwhile', async () => {
    const { office, boss, head } = await staffed()
    await head.presses('移除 张经办 经办人', await head.says('我的单位'))
    const confirm = head.last
    await boss.says('移除 李负责')
    await boss.presses('移除 李负责 负责人')
    await boss.presses('确认移除')
    expect((await head.presses('确认移除', confirm)).text).toContain('没有这项内容')
    expect(await office.store.people.members(CLINIC.code)).toHaveLength(1)
  })

  it('with the same name differ by when and where they were bound, and else by number', async () => {
    const { office, head } = await staffed()
    const clerk = { role: 'clerk', unit: CLINIC.code } as const
    await boundAs(office, office.chat({ user: 'other' }), clerk, '张经办')
    const same = [
      '移除 张经办 经办人（网页对话，10:00 绑定） (1)',
      '移除 张经办 经办人（网页对话，10:00 绑定） (2)',
    ]
    expect((await head.says('我的单位')).choices.map(({ label }) => label)).toEqual(same)
    office.clock.advance(HOUR)
    await boundAs(office, office.chat({ channel: 'telegram', user: 'third' }), clerk, '张经办')
    const { choices } = await head.says('移除 张经办')
    expect(choices.map(({ label }) => label)).toHaveLength(3)
    expect(new Set(choices.map(({ label }) => label)).size).toBe(3)
    const third = choices.find(({ label }) => label.includes('Telegram，11:00'))
    await head.presses(third?.label ?? '')
    await head.presses('确认移除')
    const left = await office.store.people.members(CLINIC.code)
    expect(left.filter(({ name }) => name === '张经办')).toHaveLength(2)
    const account = { channel: 'telegram', user: 'third' }
    expect((await office.store.people.ofAccount(account))?.grants ?? []).toEqual([])
  })

  it('are found by name only by who may remove them', async () => {
    const { office, boss, head, hand } = await staffed()
    const far = office.chat({ user: 'far' })
    await boundAs(office, far, { role: 'clerk', unit: COUNTY.code }, '钱远处')
    const nobody = await head.says('移除 没有这个人')
    expect((await head.says('移除 钱远处')).text).toBe(nobody.text)
    expect((await boss.says('移除 钱远处')).text).toBe(nobody.text)
    expect((await boss.says('移除 王监管')).text).toBe(nobody.text)
    expect((await hand.says('移除 李负责')).text).toBe(nobody.text)
    const admin = office.chat({ user: 'admin' })
    await boundAs(office, admin, administrator, '赵管理')
    expect((await admin.says('移除 王监管')).choices.map(({ label }) => label)).toEqual([
      '移除 王监管 监管员',
    ])
    await admin.says('1')
    expect((await admin.says('1')).text).toContain('已移除 王监管')
    expect((await boss.says('我是谁')).text).toContain('没有绑定身份')
  })

  it('keep a role in one unit when they lose that in another', async () => {
    const { office, head, hand } = await staffed()
    await boundAs(office, hand, { role: 'approver', unit: COUNTY.code }, '张经办')
    await head.presses('移除 张经办 经办人', await head.says('我的单位'))
    await head.says('确认移除')
    const { text } = await hand.says('我是谁')
    expect(text).toContain('负责人（鄂北示范医院）')
    expect(text).not.toContain('楚天')
  })

  it('change their role by a new invitation, and have one in each unit', async () => {
    const { office, hand } = await staffed()
    await boundAs(office, hand, approver, '张经办')
    const { text } = await hand.says('我是谁')
    expect(text).toContain('张经办：负责人（楚天示范中医院）。')
  })

  it('may nothing for a unit that left the directory', async () => {
    const { office, head } = await staffed()
    office.clock.advance(HOUR)
    await fillDirectory(office, [COUNTY])
    expect((await head.says('我的单位')).text).toContain('已不在单位名录里')
    expect(codeIn((await head.says('邀请 经办 新人')).text)).toBe('')
  })

  it('are shown for the code or the whole name of a unit, within one’s reach', async () => {
    const { office, boss } = await staffed()
    const admin = office.chat({ user: 'admin' })
    await boundAs(office, admin, administrator, '赵管理')
    const bracketed = { ...CLINIC, code: '12420100429900099X', name: '不动产示范（集团）有限公司' }
    await fillDirectory(office, [CLINIC, COUNTY, bracketed])
    for (const words of [COUNTY.code, COUNTY.name, `：${COUNTY.name}`]) {
      expect((await admin.says(`我的单位 ${words}`)).text, words).toContain(
        '鄂北示范医院\n单位代码',
      )
    }
    for (const name of [bracketed.name, '不动产示范(集团)有限公司']) {
      expect((await boss.says(`我的单位 ${name}`)).text).toContain(bracketed.code)
    }
    for (const [chat, words] of [
      [admin, '999'],
      [admin, '汉江示范医院'],
      [boss, COUNTY.name],
      [boss, COUNTY.code],
    ] as const) {
      expect((await chat.says(`我的单位 ${words}`)).text, words).toBe(
        '抱歉，没有这项内容，或者它不在您的职责范围内。',
      )
    }
    expect((await admin.says('我的单位 怎么开通电子票据')).text).not.toContain('职责范围')
    expect((await admin.says('我的单位 还没开通电子票据')).text).not.toContain('职责范围')
    for (const name of ['未来科技城医院', '可以示范小学', '想象示范中心', '未名示范公司']) {
      const future = { ...CLINIC, code: '12420100429900098Y', name }
      await fillDirectory(office, [CLINIC, COUNTY, future])
      expect((await admin.says(`我的单位 ${name}`)).text, name).toContain(future.code)
    }
  })

  it('of units with the same name are told by the code', async () => {
    const { office } = await staffed()
    const admin = office.chat({ user: 'admin' })
    await boundAs(office, admin, administrator, '赵管理')
    await fillDirectory(office, [CLINIC, { ...COUNTY, name: CLINIC.name }])
    const { text } = await admin.says(`我的单位 ${CLINIC.name}`)
    expect(text).toMatch(/不止一个[^]*12420100429900011B[^]*12420600429900021C/)
  })

  it('of a unit that has gone are shown with a mark, and nobody is to be invited', async () => {
    const { office, boss } = await staffed()
    expect((await boss.says(`我的单位 ${CLINIC.code}`)).text).toContain('邀请人员请发')
    office.clock.advance(HOUR)
    await fillDirectory(office, [COUNTY])
    const { text } = await boss.says(`我的单位 ${CLINIC.code}`)
    expect(text).toMatch(/^楚天示范中医院（已撤销：不在单位名录里）/)
    expect(text).not.toContain('邀请')
    expect(text).toContain('张经办')
  })

  it('are counted for who stands above them', async () => {
    const { office, boss } = await staffed()
    expect((await boss.says('我的单位')).text).toContain('您负责武汉市，名录里共有 1 个单位')
    const admin = office.chat({ user: 'admin' })
    await boundAs(office, admin, administrator, '赵管理')
    expect((await admin.says('我的单位')).text).toContain('共有 3 个单位')
  })
})

describe('deleting my data', () => {
  it('lets go who holds no role, and keeps the duty of who does', async () => {
    const { office, hand } = await staffed()
    const payer = office.chat({ user: 'payer' })
    await boundAs(office, payer, { role: 'payer' }, '孙缴款')
    for (const chat of [payer, hand]) {
      await chat.says('删除我的数据')
      await chat.says('确认删除')
    }
    expect((await payer.says('我是谁')).text).toContain('没有绑定身份')
    expect((await hand.says('我是谁')).text).toContain('经办人')
    expect(await office.store.people.named('孙缴款')).toEqual([])
  })
})
