/** What comes after an announcement: written anew, corrected, recalled, chased, reported, unsubscribed from. */
import { describe, expect, it } from 'vitest'
import type { Content } from '../../core/announcements/announcement.ts'
import { ChannelError } from '../../core/errors.ts'
import { approve, send } from '../../core/announcements/running.ts'
import { bureau, deskOf, drafted, personOf, published, sender } from '../support/announcing.ts'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import { type Office, openOffice } from '../support/office.ts'
import { boundAs, CLINIC, COUNTY, HOSPITAL } from '../support/people.ts'
import { sheetsOf } from '../support/workbook.ts'

const chatOf = (office: Office, user: string) => office.chat({ channel: 'telegram', user })
const asking = { acknowledge: { until: Date.UTC(2026, 10, 30) } }

/** Published, and gone out to all who can be reached. */
async function sent(office: Office, content: Partial<Content> = {}): Promise<string> {
  const id = await published(office, content)
  await sender(office).run()
  await office.settle()
  return id
}

/** What was told unasked since then, to this person. */
function toldTo(office: Office, user: string, since: number): string {
  const mine = office.sent.slice(since).filter(({ to }) => to.conversation === user)
  return mine.map(({ message }) => message.text).join('\n')
}

/** What was sent is recalled, by its writer and with another officer's approval. */
async function recalled(office: Office, first: string, by: string): Promise<void> {
  const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
  for (const words of [`撤回通知 ${first}`, '发错了', '提交审批']) await writer.says(words)
  await approver.says(`审批通知 ${by}`)
  await approver.presses('同意发布')
  await writer.says(`发送通知 ${by}`)
  await sender(office).run()
  await office.settle()
}

describe('the list of 通知', () => {
  it('marks what recalls another one, and says so of that', async () => {
    const office = await bureau()
    const first = await sent(office)
    await recalled(office, first, 'A-000002')
    const clerk = chatOf(office, 'clerk')
    const { text, choices } = await clerk.says('通知')
    expect(text).toMatch(
      /A-000002 .*· 【撤回】系统维护\nA-000001 .*· 系统维护（已由 A-000002 撤回）/,
    )
    expect(choices.map(({ label }) => label)).toEqual(['【撤回】系统维护', '系统维护'])
    const opened = await clerk.says(`通知 ${first}`)
    expect(opened.text).toContain('已由 A-000002 撤回，请不要再按它办理')
    await clerk.says('English')
    expect((await clerk.says('notices')).text).toContain('(recalled by A-000002)')
  })

  it('begins with what went out last, not with what was written last', async () => {
    const office = await bureau()
    const { id, contentHash } = await drafted(office, { title: '先写的' })
    office.clock.advance(MINUTE)
    await sent(office, { title: '后写的' })
    office.clock.advance(MINUTE)
    const [writer, approver] = await Promise.all(
      ['writer', 'approver'].map((user) => personOf(office, user)),
    )
    if (!writer || !approver) throw new Error('nobody')
    await office.store.transaction(async (tx) => {
      await approve(tx, deskOf(), approver, id, contentHash, office.clock.now())
      await send(tx, deskOf(), writer, id, office.clock.now())
    })
    await sender(office).run()
    await office.settle()
    expect((await chatOf(office, 'clerk').says('通知')).text).toMatch(/：\n.*先写的\n.*后写的/)
  })
})

describe('an announcement that waits for approval', () => {
  it('is announced to who may approve it, and the approval to who wrote it', async () => {
    const office = await bureau()
    const mark = office.sent.length
    const { id } = await drafted(office)
    await office.settle()
    expect(toldTo(office, 'approver', mark)).toContain(`通知 ${id}“系统维护”等您审批。`)
    for (const user of ['writer', 'clerk', 'county']) {
      expect(toldTo(office, user, mark)).toBe('')
    }
    const approver = chatOf(office, 'approver')
    await approver.says('查看')
    const card = await approver.says(`审批通知 ${id}`)
    expect(card.choices.slice(0, 2).map(({ label }) => label)).toEqual(['同意发布', '取消这条通知'])
    await approver.presses('同意发布')
    expect(toldTo(office, 'writer', mark)).toContain(`通知 ${id}“系统维护”已审批，可以发送了。`)
  })

  it('says so where nobody else could approve it', async () => {
    const office = await openOffice()
    const alone = chatOf(office, 'alone')
    await boundAs(office, alone, { role: 'administrator' }, '某人')
    for (const words of [
      '写通知',
      '标题',
      '正文',
      '不附文件',
      '全部',
      '必须送达',
      '不要',
      '紧急',
    ]) {
      await alone.says(words)
    }
    expect((await alone.says('提交审批')).text).toContain('没有别的监管员可以审批')
  })

  it('can be changed by its writer, answer by answer, and loses its approval by that; over a restart', async () => {
    const office = await bureau()
    const { id, contentHash } = await drafted(office)
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    const card = await approver.says(`审批通知 ${id}`)
    await approver.presses('同意发布', card)
    expect((await approver.says(`修改通知 ${id}`)).text).toContain('只有写这条通知的人')
    expect((await writer.says(`修改通知 ${id}`)).text).toContain('本周六 9 时起维护')
    expect((await writer.presses('改正文')).text).toContain('请发正文')
    await office.restart()
    expect((await writer.says('本周日 9 时起维护。')).text).toContain('本周日')
    await writer.presses('改对象')
    expect((await writer.says('武汉市')).text).toContain('武汉市')
    expect((await writer.says('提交审批')).text).toContain(`通知 ${id} 已写好`)
    const kept = await office.store.announcements.find(id)
    expect(kept).toMatchObject({ state: 'draft', audience: { region: '420100' } })
    expect(kept?.approver).toBeUndefined()
    expect(kept?.contentHash).not.toBe(contentHash)
    expect((await writer.says(`发送通知 ${id}`)).text).toContain('现在不能这样办')
    expect((await approver.presses('同意发布', card)).text).toContain('已经改动')
  })
})

describe('a correction', () => {
  it('goes to the chats that got the first one, after another approval, and takes its place', async () => {
    const office = await bureau()
    const first = await sent(office, asking)
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    expect((await writer.says(`更正通知 ${first}`)).text).toContain('本周六 9 时起维护')
    await writer.presses('改正文')
    const shown = await writer.says('应为本周日 9 时。')
    expect(shown.text).toContain('【更正】系统维护')
    expect(shown.choices.map(({ label }) => label)).not.toContain('改对象')
    await writer.presses('提交审批')
    await approver.says('审批通知 A-000002')
    await approver.presses('同意发布')
    await writer.says('发送通知 A-000002')
    const again = sender(office)
    await again.run()
    expect(again.sent.map(({ to }) => to).toSorted()).toEqual([
      ...['approver', 'clerk', 'county', 'writer'],
    ])
    expect(again.sent[0]?.message.text).toContain(`更正 ${first}，以本条为准`)
    const clerk = chatOf(office, 'clerk')
    expect((await clerk.says('收到')).text).toContain('收到“系统维护”')
    expect(await office.store.deliveries.acknowledged(first)).toBe(0)
    expect(await office.store.deliveries.acknowledged('A-000002')).toBe(1)
    const listed = await clerk.says('通知')
    expect(listed.text).toMatch(
      /A-000002 .*· 【更正】系统维护\nA-000001 .*· 系统维护（已由 A-000002 更正）/,
    )
    expect(listed.choices.map(({ label }) => label)).toEqual(['【更正】系统维护', '系统维护'])
    expect((await clerk.says(`通知 ${first}`)).text).toContain('以 A-000002 为准')
  })

  it('leaves nothing of the first one to be sent', async () => {
    const office = await bureau()
    const first = await published(office)
    const limited = () => new ChannelError('limited', 'slow', { retryAfterMs: HOUR })
    await sender(office, [undefined, limited(), limited(), limited()]).run()
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    await writer.says(`更正通知 ${first}`)
    await writer.says('提交审批')
    await approver.says('审批通知 A-000002')
    await approver.presses('同意发布')
    await writer.says('发送通知 A-000002')
    office.clock.advance(HOUR)
    const { sent: later, run } = sender(office)
    await run()
    expect(later).toHaveLength(4)
    expect(later.every(({ message }) => message.text.includes('【更正】'))).toBe(true)
    expect(await office.store.deliveries.counts(first)).toMatchObject({ sent: 1, pending: 0 })
  })
})

describe('a recall', () => {
  it('asks for its words, and reaches those who got the announcement', async () => {
    const office = await bureau()
    const first = await sent(office, asking)
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    await writer.says(`通知进度 ${first}`)
    expect((await writer.presses('撤回')).text).toContain('请发正文')
    expect((await writer.says('维护改期，另行通知。')).text).toContain('【撤回】系统维护')
    await writer.presses('提交审批')
    await approver.says('审批通知 A-000002')
    await approver.presses('同意发布')
    await writer.says('发送通知 A-000002')
    const again = sender(office)
    await again.run()
    expect(again.sent).toHaveLength(4)
    expect(again.sent[0]?.message.text).toContain(`撤回 ${first}，请不要再按原通知办理`)
    expect((await chatOf(office, 'clerk').says('收到')).text).toContain('没有等您确认的通知')
  })

  it('of what nobody got is refused: it is cancelled instead', async () => {
    const office = await bureau()
    const { id } = await drafted(office)
    const writer = chatOf(office, 'writer')
    for (const verb of ['撤回通知', '更正通知']) {
      expect((await writer.says(`${verb} ${id}`)).text).toContain('现在不能这样办')
    }
  })
})

describe('who has not said 收到', () => {
  async function withCity() {
    const office = await bureau()
    await boundAs(office, chatOf(office, 'wuhan'), { role: 'officer', region: '420100' }, '某甲')
    const id = await sent(office, asking)
    return { office, id, city: chatOf(office, 'wuhan') }
  }

  it('is listed and reminded by the officer of their own region, once a day', async () => {
    const { office, id, city } = await withCity()
    const { text, choices } = await city.says('未确认')
    expect(text).toContain('对象 2 个，已确认 0 个，收到未确认 2 个')
    expect(text).toContain(CLINIC.name)
    expect(text).not.toContain(COUNTY.name)
    expect(choices.map(({ label }) => label)).toEqual(['提醒未确认的', '导出报表'])
    await chatOf(office, 'wuhan').says('收到')
    expect((await city.says('提醒未确认的')).text).toContain('提醒 1 个还没有确认的')
    const { sent: reminded, run } = sender(office)
    await run()
    expect(reminded.map(({ to }) => to)).toEqual(['clerk'])
    expect(reminded[0]?.message.text).toContain('【提醒】系统维护')
    expect(reminded[0]?.message.text).toContain('本周六 9 时起维护')
    expect(reminded[0]?.message.choices).toEqual([{ label: '收到', data: `=收到 ${id}` }])
    expect((await city.says('提醒未确认的')).text).toContain('刚提醒过')
    await office.restart()
    office.clock.advance(DAY)
    expect((await city.says(`提醒未确认的 ${id}`)).text).toContain('提醒 1 个')
    await chatOf(office, 'clerk').says('收到')
    office.clock.advance(DAY)
    expect((await city.says('提醒未确认的')).text).toContain('没有收到了还没确认的')
    expect(await office.store.deliveries.acknowledged(id)).toBe(2)
  })

  it('is asked for of which one where several wait, and nobody is reminded before', async () => {
    const { office, id, city } = await withCity()
    const second = await sent(office, { ...asking, title: '年度培训' })
    for (const words of ['未确认', '提醒未确认的']) {
      const { text, choices } = await city.says(words)
      expect(text).toContain('等对方确认的通知有这些，请选一条。')
      expect(choices.map(({ label }) => label)).toEqual([
        `${second} 已发完 年度培训`,
        `${id} 已发完 系统维护`,
      ])
    }
    const { sent: reminded, run } = sender(office)
    await run()
    expect(reminded).toEqual([])
    expect((await city.presses(`${id} 已发完 系统维护`)).text).toContain('提醒 2 个')
    await run()
    expect(reminded[0]?.message.text).toContain('【提醒】系统维护')
  })

  it('is of the one in the own region, whatever waits elsewhere, has not left, or is over', async () => {
    const { office, city } = await withCity()
    await sent(office, { ...asking, title: '外地', audience: { region: '420600' } })
    await sent(office, { title: '不用确认' })
    await drafted(office, { ...asking, title: '待审批' })
    expect((await city.says('未确认')).text).toContain('“系统维护”：您负责的范围内对象 2 个')
    expect((await city.says('提醒未确认的')).text).toContain('提醒 2 个还没有确认的')
    office.clock.advance(asking.acknowledge.until - office.clock.now())
    expect((await city.says('提醒未确认的')).text).toBe('现在没有等对方确认的通知。')
  })

  it('is nobody to an officer where nothing of it lies, nor to a clerk', async () => {
    const { office, id } = await withCity()
    const jingzhou = chatOf(office, 'jingzhou')
    await boundAs(office, jingzhou, { role: 'officer', region: '421000' }, '某乙')
    for (const chat of [jingzhou, chatOf(office, 'clerk')]) {
      expect((await chat.says(`提醒未确认的 ${id}`)).text).toContain('没有这条通知')
      expect((await chat.says(`通知报表 ${id}`)).text).toContain('没有这条通知')
    }
    const { sent: none, run } = sender(office)
    await run()
    expect(none).toEqual([])
  })

  it('stands in a workbook of the officer’s own region, in which nothing is a formula', async () => {
    const { office, id, city } = await withCity()
    await office.store.transaction((tx) =>
      tx.units.put([{ ...CLINIC, name: '=HYPERLINK("http://x")' }], office.clock.now()),
    )
    const answer = await city.says(`通知报表 ${id}`)
    expect(answer.text).toContain('共 2 个对象')
    const { sums, rows } = await workbookIn(office)
    expect(sums).toEqual([
      ['地区', '接收对象数', '已确认收到', '等待发送', '正在发送', '已送达', ...sums[0]!.slice(6)],
      ['武汉市', 2, 0, 0, 0, 2, 0, 0, 0, 0],
    ])
    expect(rows.map(([name]) => name)).toEqual(['名称', `'=HYPERLINK("http://x")`, '某甲'])
    expect(rows.flat().join()).not.toContain(COUNTY.name)
  })
})

/** The cells of the workbook that was kept last. */
async function workbookIn(office: Office) {
  const [id] = await office.files.list(office.clock.now() + 1)
  const [sums, rows] = await sheetsOf(office.files, id ?? '')
  if (!sums || !rows) throw new Error('no workbook was kept')
  return { sums, rows }
}

describe('退订', () => {
  it('keeps what is not mandatory away, and nothing else; 恢复订阅 undoes it', async () => {
    const office = await bureau()
    const clerk = chatOf(office, 'clerk')
    expect((await clerk.says('退订')).text).toContain('必须送达的通知仍会发给您')
    const optional = await published(office, { mandatory: false })
    const { sent: first, run } = sender(office)
    await run()
    expect(first.map(({ to }) => to)).not.toContain('clerk')
    const skipped = { state: 'skipped' as const, after: 0, limit: 9 }
    const reasons = (await office.store.deliveries.list(optional, skipped)).map(
      ({ recipient, reason }) => [recipient, reason],
    )
    expect(reasons).toContainEqual([`unit:${CLINIC.code}`, 'opted-out'])
    await published(office)
    const mandatory = sender(office)
    await mandatory.run()
    expect(mandatory.sent.map(({ to }) => to)).toContain('clerk')
    await clerk.says('恢复订阅')
    await published(office, { mandatory: false })
    const undone = sender(office)
    await undone.run()
    expect(undone.sent.map(({ to }) => to)).toContain('clerk')
    const { text } = await chatOf(office, 'stranger').says('退订')
    expect(text).toBe('您还没有绑定身份，没有订阅通知。')
  })
})

describe('what may be unsubscribed from', () => {
  const how = '不想再收这类通知，请发“退订”。'

  it('says so to its recipients, and what is mandatory does not; nor do groups hear of it', async () => {
    const office = await bureau()
    const group = { channel: 'telegram', conversation: '-1', group: true, user: 'writer' }
    await office.chat(group).says('本群 省属医院')
    await published(office, { mandatory: false })
    const optional = sender(office)
    await optional.run()
    const texts = optional.sent.map(({ to, message: { text } }) => [to, text.includes(how)])
    expect(texts.toSorted()).toEqual([
      ['-1', false],
      ...['approver', 'clerk', 'county', 'writer'].map((to) => [to, true]),
    ])
    await published(office)
    const mandatory = sender(office)
    await mandatory.run()
    expect(mandatory.sent.filter(({ message }) => message.text.includes('退订'))).toEqual([])
  })

  it.each(['取消订阅', 'TD', 'td', 'T', '退订 A-000012', '退订A-12', 'TD a-000012'])(
    'is left off with: %s',
    async (words) => {
      const office = await bureau()
      expect((await chatOf(office, 'clerk').says(words)).text).toContain('已退订')
    },
  )

  it.each(['T 12', 'TD12', '退订是什么意思', 'T恤'])('is not with: %s', async (words) => {
    const office = await bureau()
    expect((await chatOf(office, 'clerk').says(words)).text).not.toContain('已退订')
  })

  it('is said of a unit whose only one who can be reached unsubscribed', async () => {
    const office = await bureau()
    const head = office.chat({ channel: 'console', user: 'head' })
    await boundAs(office, head, { role: 'approver', unit: CLINIC.code }, '某某')
    await chatOf(office, 'clerk').says('退订')
    const audience = { units: [CLINIC.code] }
    const reasonOf = async (content: Partial<Content>) => {
      const id = await published(office, { audience, ...content })
      const [row] = await office.store.deliveries.list(id, { after: 0, limit: 1 })
      return row?.reason
    }
    expect(await reasonOf({ mandatory: false })).toBe('opted-out')
    expect(await reasonOf({})).toBeUndefined()
    await chatOf(office, 'clerk').says('恢复订阅')
    expect(await reasonOf({ mandatory: false })).toBeUndefined()
  })
})

describe('a chat that blocks', () => {
  it('is not tried again until something is heard from it', async () => {
    const office = await bureau()
    const audience = { units: [CLINIC.code] }
    const first = await published(office, { audience })
    await sender(office, [new ChannelError('blocked', 'blocked')]).run()
    expect(await office.store.deliveries.counts(first)).toMatchObject({ blocked: 1 })
    const second = await published(office, { audience })
    const quiet = sender(office)
    await quiet.run()
    expect(quiet.sent).toEqual([])
    const [row] = await office.store.deliveries.list(second, { after: 0, limit: 1 })
    expect(row).toMatchObject({ state: 'skipped', reason: 'blocked' })
    office.clock.advance(HOUR)
    await chatOf(office, 'clerk').says('你好')
    await published(office, { audience })
    const heard = sender(office)
    await heard.run()
    expect(heard.sent.map(({ to }) => to)).toEqual(['clerk'])
  })
})

describe('what is unknown', () => {
  it('is listed by name, and sent again on a word only', async () => {
    const office = await bureau()
    const id = await published(office, { audience: { units: [CLINIC.code, COUNTY.code] } })
    await sender(office, [new ChannelError('unknown', 'cut')]).run()
    await office.settle()
    const writer = chatOf(office, 'writer')
    const card = await writer.says(`通知进度 ${id}`)
    expect(card.text).toContain('不明 1')
    expect((await writer.presses('不明名单', card)).text).toMatch(/1 个结果不明[^]*示范/)
    const before = sender(office)
    await before.run()
    expect(before.sent).toEqual([])
    expect((await writer.presses('重发不明的', card)).text).toContain('重新发送 1 个')
    const after = sender(office)
    await after.run()
    expect(after.sent).toHaveLength(1)
  })
})

describe('ways to a recipient', () => {
  it('are tried in the order that is set', async () => {
    const office = await bureau({ announcementRules: { preference: ['wechat', 'telegram'] } })
    const clerk = await office.store.people.ofAccount({ channel: 'telegram', user: 'clerk' })
    const account = { channel: 'wechat', user: 'wx', conversation: 'wx' }
    const now = office.clock.now()
    await office.store.transaction((tx) => tx.people.tie(clerk?.id ?? '', account, now))
    const { id } = await drafted(office, { audience: { units: [CLINIC.code, COUNTY.code] } })
    const rows = await office.store.deliveries.list(id, { after: 0, limit: 9 })
    expect(rows.map(({ to }) => to?.channel)).toEqual(['wechat', 'telegram'])
  })
})

describe('somebody with nothing but a terminal', () => {
  it('is told of beforehand as one that is not sent to, and finds it by asking', async () => {
    const office = await bureau()
    const county = chatOf(office, 'county')
    const terminal = office.chat({ channel: 'console', user: 'desk' })
    await boundAs(office, terminal, { role: 'clerk', unit: HOSPITAL.code }, '某丙')
    const writer = chatOf(office, 'writer')
    const answers = ['标题', '正文', '好了', HOSPITAL.code, '必须送达', '3 天', '现在']
    await writer.says('写通知')
    for (const words of answers) await writer.says(words)
    expect(writer.last?.text).toContain('没有可用的渠道 1')
    expect(writer.last?.text).toContain('现在没有一个对象能收到')
    const id = await sent(office, { ...asking, audience: { units: [HOSPITAL.code] } })
    const told = office.sent.map(({ message }) => message.text)
    expect(told).toContain(`通知 ${id} 已发完：送到 0 个，不发送 1 个。`)
    const card = await writer.says(`通知进度 ${id}`)
    expect(card.choices.map(({ label }) => label)).toEqual(
      expect.not.arrayContaining(['更正', '撤回']),
    )
    for (const words of ['收到', '都收到']) {
      expect((await terminal.says(words)).text).toContain(`您看过了吗？\n${id} 系统维护`)
    }
    expect(await office.store.deliveries.acknowledged(id)).toBe(0)
    expect((await terminal.says('通知')).text).toContain(id)
    expect((await terminal.says('收到')).text).toContain('您看过了吗？')
    expect((await terminal.says(`通知 ${id}`)).text).toContain('本周六 9 时起维护。')
    expect((await terminal.says('收到')).text).toContain('收到“系统维护”')
    expect(await office.store.deliveries.acknowledged(id)).toBe(1)
    expect((await county.says('通知')).text).toContain('还没有给您的通知')
  })
})
