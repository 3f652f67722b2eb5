/** Groups that are tied to an audience or a queue, and what an administrator is told of how things stand. */
import { describe, expect, it } from 'vitest'
import type { Faq } from '../../core/ports.ts'
import { readAudience } from '../../core/people/audience.ts'
import { DAY } from '../support/clock.ts'
import { type Office, openOffice } from '../support/office.ts'
import { boundAs, CLINIC, fillDirectory, textsTo } from '../support/people.ts'

async function bureau() {
  const office = await openOffice()
  await fillDirectory(office)
  const people = { admin: '', wuhan: '', province: '', clerk: '' }
  for (const user of Object.keys(people)) {
    const given =
      user === 'admin'
        ? ({ role: 'administrator' } as const)
        : user === 'clerk'
          ? ({ role: 'clerk', unit: CLINIC.code } as const)
          : ({ role: 'officer', region: user === 'wuhan' ? '420100' : '420000' } as const)
    await boundAs(office, office.chat({ channel: 'telegram', user }), given, `${user}某`)
  }
  return office
}

const inGroup = (office: Office, user: string, conversation = '-1') =>
  office.chat({ channel: 'telegram', conversation, group: true, user })

describe('a group', () => {
  it('is tied to an audience by who may, also after a restart, and tells what it is', async () => {
    const office = await bureau()
    expect((await inGroup(office, 'nobody').says('本群')).text).toContain('没有设置对象')
    expect((await inGroup(office, 'province').says('本群 省属医院')).text).toBe(
      '已设置：本群的对象是湖北省 医院。',
    )
    await office.restart()
    expect((await inGroup(office, 'nobody').says('本群')).text).toBe('本群的对象是湖北省 医院。')
    expect(await office.store.groups.find('telegram', '-1')).toMatchObject({
      audience: { kind: '医院', region: '420000' },
      staff: false,
    })
  })

  it('is tied within the region of who ties it, and not away from those above', async () => {
    const office = await bureau()
    const wuhan = inGroup(office, 'wuhan')
    expect((await wuhan.says('本群 武汉市 学校')).text).toContain('武汉市 学校')
    expect((await wuhan.says('本群 江夏区')).text).toContain('江夏区')
    for (const words of ['本群 省属医院', '本群 襄阳', '本群 湖北省']) {
      expect((await wuhan.says(words)).text, words).toContain('不能设置本群')
    }
    await inGroup(office, 'province').says('本群 省直')
    expect((await wuhan.says('本群 武汉')).text).toContain('不能设置本群')
    expect((await wuhan.says('本群 取消')).text).toContain('不能设置本群')
    expect((await inGroup(office, 'admin').says('本群 取消')).text).toContain('已取消')
    expect((await wuhan.says('本群 武汉')).text).toContain('已设置')
  })

  it('is tied by nobody else, whatever they say', async () => {
    const office = await bureau()
    for (const user of ['nobody', 'clerk']) {
      for (const words of ['本群 省属医院', '本群 武汉', '本群 客服 缴款人']) {
        expect((await inGroup(office, user).says(words)).text).toContain('不能设置本群')
      }
    }
    expect(await office.store.groups.list()).toEqual([])
  })

  it('becomes the staff group of a queue', async () => {
    const office = await bureau()
    expect((await inGroup(office, 'admin').says('本群 客服 缴款人')).text).toContain(
      '本群是“湖北省 交款人”的客服群',
    )
    expect(await office.store.groups.list()).toMatchObject([
      { staff: true, audience: { kind: 'payer', region: '420000' } },
    ])
    expect((await inGroup(office, 'wuhan', '-2').says('本群客服 武汉')).text).toContain('客服群')
    expect((await inGroup(office, 'wuhan', '-3').says('本群客服缴款人')).text).toContain('不能设置')
  })

  it('is asked for in words when they are not understood, and in private sent to the group', async () => {
    const office = await bureau()
    expect((await inGroup(office, 'admin').says('本群 火星')).text).toContain('请说明本群的对象')
    const alone = office.chat({ channel: 'telegram', user: 'admin' })
    expect((await alone.says('本群 省属医院')).text).toContain('请在要设置的群里')
  })

  it('gets answers for whom it is tied to, and general ones while it is not', async () => {
    const asked: (string | undefined)[] = []
    const faq: Faq = {
      find: (_text, query) => {
        asked.push(query?.audience)
        return { kind: 'decline' }
      },
      entry: () => undefined,
      related: () => [],
      newer: () => undefined,
    }
    const office = await openOffice({ faq })
    await fillDirectory(office)
    await boundAs(
      office,
      office.chat({ channel: 'telegram', user: 'admin' }),
      { role: 'administrator' },
      '赵管理',
    )
    await boundAs(
      office,
      office.chat({ user: 'clerk' }),
      { role: 'clerk', unit: CLINIC.code },
      '张经办',
    )
    const group = inGroup(office, 'admin')
    for (const tie of ['', '本群 省属医院', '本群交款人', '本群 客服 缴款人']) {
      if (tie) await group.says(tie)
      await group.says('票据怎么打印')
    }
    for (const user of ['clerk', 'nobody']) await office.chat({ user }).says('票据怎么打印')
    await office.chat({ channel: 'telegram', user: 'admin' }).says('票据怎么打印')
    expect(asked).toEqual([undefined, 'unit', 'payer', 'bureau', 'unit', undefined, 'bureau'])
  })

  it('is read from words', () => {
    expect(readAudience('省属医院')).toEqual({ kind: '医院', region: '420000' })
    expect(readAudience('省直用票单位')).toEqual({ kind: '省直单位', region: '420000' })
    expect(readAudience('市州票据管理人员')).toEqual({ kind: '市州县单位', region: '420000' })
    expect(readAudience('襄阳')).toEqual({ region: '420600' })
    expect(readAudience('恩施土家族苗族自治州的学校')).toEqual({ kind: '学校', region: '422800' })
    expect(readAudience('宜城市 缴款人')).toEqual({ kind: 'payer', region: '420684' })
    for (const words of ['', '火星', '武汉火星', '北京医院'])
      expect(readAudience(words)).toBeUndefined()
  })
})

describe('how things stand', () => {
  it('is told to an administrator in private, and to nobody else', async () => {
    const office = await bureau()
    await office.store.transaction((tx) =>
      tx.imports.add({
        kind: 'units',
        at: office.clock.now(),
        read: 39455,
        imported: 12,
        refused: 3,
      }),
    )
    office.broken.add('web')
    const admin = office.chat({ channel: 'telegram', user: 'admin' })
    const { text } = await admin.says('状态')
    expect(text).toMatch(
      /网页对话：异常[^]*Telegram：正常[^]*收到未答 \d+ 条[^]*发送结果不明：0 条/,
    )
    expect(text).toMatch(
      /单位名录导入：.*读到 39455，新增或更新 12，有误 3[^]*票据导入：还没有导入过/,
    )
    for (const user of ['wuhan', 'clerk', 'nobody']) {
      const refused = await office.chat({ channel: 'telegram', user }).says('状态')
      expect(refused.text).toContain('职责范围')
      expect(refused.text).not.toContain('网页')
    }
    expect((await inGroup(office, 'admin').says('状态')).text).toContain('请私聊我')
  })
})

describe('an alarm', () => {
  const operator = { channel: 'telegram', conversation: '77', group: false }
  const alarm = async (office: Office) => {
    office.clock.advance(DAY)
    const before = office.sent.length
    await office.store.transaction(async (tx) => {
      for (let index = 0; index < 1000; index++) {
        const at = office.clock.now()
        await tx.misses.add({ id: `${at}${index}`, at, person: `p${index}`, target: `t${index}` })
      }
    })
    await office.chat({ user: 'guesser' }).says('42990126 0000000001 bad000')
    return office.sent.slice(before).filter(({ message }) => message.text.includes('批量猜测'))
  }
  const to = (sent: Awaited<ReturnType<typeof alarm>>) =>
    sent.map((one) => `${one.to.channel}:${one.to.conversation}`).toSorted()

  it('goes to operators before anybody is bound, then to administrators on a channel that works', async () => {
    const office = await openOffice({ operators: [operator] })
    expect(to(await alarm(office))).toEqual(['telegram:77'])
    const admin = office.chat({ user: 'admin' })
    await boundAs(office, admin, { role: 'administrator' }, '赵管理')
    expect(to(await alarm(office))).toEqual(['web:admin'])
    expect(textsTo(office, admin).at(-1)).toContain('批量猜测')
    office.broken.add('web')
    expect(to(await alarm(office))).toEqual(['telegram:77', 'web:admin'])
  })

  it('goes where an administrator is reached unasked, whatever is preferred; else where that is not so', async () => {
    const office = await openOffice()
    const admin = office.chat({ user: 'admin' })
    await boundAs(office, admin, { role: 'administrator' }, '赵管理')
    const person = await office.store.people.ofAccount({ channel: 'web', user: 'admin' })
    const account = { channel: 'telegram', user: 'phone', conversation: 'phone' }
    await office.store.transaction((tx) => tx.people.tie(person?.id ?? '', account, 1))
    expect((await office.store.people.accounts(person?.id ?? ''))[0]?.channel).toBe('web')
    expect(to(await alarm(office))).toEqual(['telegram:phone'])
    office.broken.add('telegram')
    expect(to(await alarm(office))).toEqual(['web:admin'])
  })
})
