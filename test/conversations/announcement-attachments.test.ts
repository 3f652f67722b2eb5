/** Attachments of announcements: sent in, looked at, approved, sent on, and opened again. */
import { describe, expect, it } from 'vitest'
import { attachedTo } from '../../core/announcements/attachment.ts'
import { ChannelError } from '../../core/errors.ts'
import { createParts, withContents } from '../../core/files/sending.ts'
import { sweepFiles } from '../../core/files/sweep.ts'
import type { Channel } from '../../core/ports.ts'
import { forgetOld } from '../../core/retention.ts'
import { PNG } from '../contracts/files.ts'
import { bureau, published, sender } from '../support/announcing.ts'
import { DAY, HOUR } from '../support/clock.ts'
import { chunks } from '../support/memory-files.ts'
import type { Chat, Office } from '../support/office.ts'

const PDF = Buffer.from('%PDF-1.7 the timetable')
const timetable = { name: '课程表.pdf', content: PDF }
const picture = { name: '位置.png', content: PNG }
const chatOf = (office: Office, user: string) => office.chat({ channel: 'telegram', user })
const labelsOf = ({ choices }: { choices: readonly { label: string }[] }) =>
  choices.map(({ label }) => label)

/** Up to the question for files. */
async function begun(writer: Chat, text = '请参加。') {
  await writer.says('写通知')
  await writer.says('年度培训')
  return writer.says(text)
}

/** From there to the summary. */
async function finished(writer: Chat) {
  await writer.says('湖北省')
  await writer.says('必须送达')
  await writer.says('3 天')
  return writer.says('审批后发送')
}

async function writtenWith(office: Office, ...files: { name: string; content: Buffer }[]) {
  const writer = chatOf(office, 'writer')
  await begun(writer)
  for (const file of files) await writer.sendsFile(file)
  await writer.says('好了')
  await finished(writer)
  await writer.says('提交审批')
  return writer
}

/** A network that takes a file by a call of its own; `faults` are thrown in turn. */
function carrying(faults: (ChannelError | undefined)[] = []) {
  const left: string[] = []
  const inParts = createParts()
  const other: Partial<Channel> = {
    traits: { crossBorder: true, choices: 'buttons', files: true },
    async send(to, given) {
      const { message, files } = await withContents(given)
      const tried = (what: string) => () => {
        const fault = faults.shift()
        if (fault) return Promise.reject(fault)
        return Promise.resolve(void left.push(`${to.conversation} ${what}`))
      }
      await inParts(message, [
        { key: 'text', send: tried('text') },
        ...files.map(({ name }, index) => ({ key: `file ${index}`, send: tried(name) })),
      ])
    },
  }
  return { left, other }
}

async function kept(office: Office, { name, content }: { name: string; content: Buffer }) {
  const file = await office.files.keep(chunks(content))
  if (file.kind === 'refused') throw new Error(file.reason)
  const { id, type, size, hash } = file
  const owner = 'p'
  const at = office.clock.now()
  await office.store.files.add({ id, type, size, name, owner, at, purpose: attachedTo('A-000001') })
  return { id, type, size, hash, name }
}

describe('files are sent in as a step of writing', () => {
  it('one by one, over a restart; what cannot be taken is told of, and nothing is lost by it', async () => {
    const office = await bureau()
    const writer = chatOf(office, 'writer')
    const question = await begun(writer)
    expect(question.text).toContain('要附文件吗？请直接发，最多 5 个')
    expect(labelsOf(question)).toEqual(['不附文件'])
    expect((await writer.sendsFile(timetable)).text).toContain('已收到 1 个附件：课程表.pdf')
    await office.restart()
    const refused = await writer.sendsFile({ name: 'x.pdf', content: Buffer.from('MZ') })
    expect(refused.text).toMatch(/^有文件收不了[^]*已收到 1 个附件：课程表\.pdf/)
    const large = Buffer.concat([PDF, Buffer.alloc(11 * 1024 * 1024)])
    expect((await writer.sendsFile({ name: 'x.pdf', content: large })).text).toContain('收不了')
    expect((await writer.says('没看懂')).text).toContain('请直接发文件')
    const hostile = { name: '../..\\\u202e\u0000表:\n1.exe', content: PDF }
    expect((await writer.sendsFile(hostile)).text).toContain('已收到 2 个附件：课程表.pdf、表1.pdf')
    for (const name of ['3', '4', '5']) await writer.sendsFile({ name, content: PDF })
    const sixth = await writer.sendsFile(picture)
    expect(sixth.text).toMatch(/^附件最多 5 个，多出来的没有收。\n已收到 5 个附件/)
    expect((await writer.presses('全部去掉', sixth)).text).toContain('要附文件吗')
    await writer.sendsFile(picture)
    expect((await writer.presses('好了')).text).toContain('发给谁')
    const summary = await finished(writer)
    expect(summary.text).toContain('附件：位置.png')
    expect((await writer.says('提交审批')).text).toContain('A-000001')
    const announcement = await office.store.announcements.find('A-000001')
    expect(announcement?.files).toMatchObject([{ name: '位置.png', type: 'png' }])
    const names = (await office.store.files.of(attachedTo('A-000001'))).map(({ name }) => name)
    expect(names).toEqual(['位置.png'])
  })

  it('and can be changed at the end, and in a draft that is written anew', async () => {
    const office = await bureau()
    const writer = await writtenWith(office, timetable)
    const before = (await office.store.announcements.find('A-000001'))?.contentHash
    expect((await writer.says('修改通知 A-000001')).text).toContain('附件：课程表.pdf')
    expect((await writer.says('改附件')).text).toContain('已收到 1 个附件：课程表.pdf')
    await writer.says('全部去掉')
    await writer.sendsFile(picture)
    expect((await writer.says('好了')).text).toContain('附件：位置.png')
    await writer.says('提交审批')
    const after = await office.store.announcements.find('A-000001')
    expect(after?.files).toMatchObject([{ name: '位置.png' }])
    expect(after?.contentHash).not.toBe(before)
    const names = (await office.store.files.of(attachedTo('A-000001'))).map(({ name }) => name)
    expect(names).toEqual(['位置.png'])
  })

  it('are taken with the text, and at the end, as well', async () => {
    const office = await bureau()
    const writer = chatOf(office, 'writer')
    await writer.says('写通知')
    await writer.says('年度培训')
    const asked = await writer.sendsFile(timetable, '请参加。')
    expect(asked.text).toContain('已收到 1 个附件：课程表.pdf')
    await writer.says('好了')
    expect((await finished(writer)).text).toContain('请参加。\n\n附件：课程表.pdf')
    expect((await writer.sendsFile(picture)).text).toContain('已收到 2 个附件')
    expect((await writer.says('好了')).text).toContain('附件：课程表.pdf、位置.png')
  })

  it('but not handed in once they are deleted', async () => {
    const office = await bureau()
    const writer = chatOf(office, 'writer')
    await begun(writer)
    await writer.sendsFile(timetable)
    office.clock.advance(6 * DAY)
    await writer.says('好了')
    await finished(writer)
    office.clock.advance(2 * DAY)
    await forgetOld(office.store, office.clock.now())
    expect((await writer.says('提交审批')).text).toContain('附件发来太久')
    expect(await office.store.announcements.list(9)).toEqual([])
  })
})

describe('before anybody gets it', () => {
  it('the approver sees the names, and gets the files', async () => {
    const office = await bureau()
    await writtenWith(office, timetable, picture)
    const approver = chatOf(office, 'approver')
    const card = await approver.says('审批通知 A-000001')
    expect(card.text).toContain('附件：课程表.pdf、位置.png')
    const shown = await approver.presses('看附件')
    expect(shown.message.files?.map(({ name }) => name)).toEqual(['课程表.pdf', '位置.png'])
    expect((await approver.presses('同意发布', shown)).text).toContain('已审批')
  })

  it('it is shown as Telegram and as WeChat show it, at the end of writing and on its card', async () => {
    const office = await bureau()
    const writer = chatOf(office, 'writer')
    await begun(writer, '**周六**参加。\n- 带证件')
    await writer.sendsFile(timetable)
    await writer.says('好了')
    const summary = await finished(writer)
    const looks = ['看附件', '看 Telegram 样式', '看微信样式', '发给我试看']
    expect(labelsOf(summary)).toEqual(expect.arrayContaining(looks))
    const telegram = await writer.presses('看 Telegram 样式')
    expect(telegram.text).toContain('周六参加。\n· 带证件')
    expect(telegram.text).toContain('［按钮：收到］\n［文件：课程表.pdf］')
    expect(telegram.message).toMatchObject({ formatted: true })
    const wechat = await writer.presses('看微信样式', telegram)
    expect(wechat.message.text).toContain('周六参加。\n· 带证件')
    expect(wechat.message.text).not.toContain('**')
    expect(wechat.text).toContain('回复“收到”')
    expect(wechat.text).not.toContain('按钮')
    expect((await writer.presses('提交审批', wechat)).text).toContain('A-000001')
    const card = await chatOf(office, 'approver').says('审批通知 A-000001')
    expect(labelsOf(card)).toEqual(expect.arrayContaining(looks))
  })

  it('it can be sent to oneself, to each of one’s accounts, as recipients get it', async () => {
    const office = await bureau()
    const writer = chatOf(office, 'writer')
    const person = await office.store.people.ofAccount({ channel: 'telegram', user: 'writer' })
    const second = { channel: 'web', user: 'w2', conversation: 'w2' }
    await office.store.transaction((tx) => tx.people.tie(person?.id ?? '', second, 1))
    await begun(writer)
    await writer.sendsFile(timetable)
    await writer.says('好了')
    await finished(writer)
    const mark = office.sent.length
    expect((await writer.says('发给我试看')).text).toContain('已发给您自己试看')
    const trials = office.sent
      .slice(mark)
      .filter(({ message }) => message.text.startsWith('【试看】'))
    expect(trials.map(({ to }) => to.channel).toSorted()).toEqual(['telegram', 'web'])
    const own = trials.find(({ to }) => to.channel === 'telegram')?.message
    expect(own?.text).toMatch(/^【试看】【通知】年度培训\n\n请参加。\n\n附件：课程表\.pdf/)
    expect(own?.choices).toMatchObject([{ label: '收到' }])
    expect(own?.files?.map(({ name }) => name)).toEqual(['课程表.pdf'])
    const web = trials.find(({ to }) => to.channel === 'web')?.message
    expect(web?.text).toContain('请发“通知”加编号取')
    expect(web).not.toHaveProperty('files')
    if (!own) throw new Error('nothing came')
    const pressed = { text: own.text, choices: own.choices ?? [], message: own }
    expect((await writer.presses('收到', pressed)).text).toContain('没有等您确认的通知')
  })
})

describe('before it is handed in', () => {
  const said = async (writer: Chat, office: Office) => {
    const mark = office.sent.length
    for (const look of ['看 Telegram 样式', '看微信样式', '发给我试看']) await writer.says(look)
    return office.sent.slice(mark).map(({ message }) => message.text)
  }

  it('it has no number, and none is shown', async () => {
    const office = await bureau()
    const writer = chatOf(office, 'writer')
    await begun(writer)
    await writer.sendsFile(timetable)
    await writer.says('好了')
    const summary = await finished(writer)
    const texts = [summary.text, ...(await said(writer, office))]
    const shown = texts.filter((text) => text.includes('通知编号（提交后才有）'))
    expect(shown).toHaveLength(4)
    for (const text of shown) expect(text).toContain('（没有收到时，发“通知”加编号取）')
    expect(texts.join()).not.toMatch(/A-\d/)
    await writer.says('提交审批')
    await writer.says('修改通知 A-000001')
    expect((await said(writer, office)).join()).toContain('通知编号 A-000001')
  })

  it('a correction has none either, and names what it corrects', async () => {
    const office = await bureau()
    await published(office)
    await sender(office).run()
    const writer = chatOf(office, 'writer')
    const ending = '通知编号（提交后才有），更正 A-000001，以本条为准。'
    expect((await writer.says('更正通知 A-000001')).text).toContain(ending)
    expect((await said(writer, office)).filter((text) => text.includes(ending))).toHaveLength(3)
  })

  it('收到 on its trial is a word about none of those that wait', async () => {
    const office = await bureau()
    const id = await published(office, { acknowledge: { until: Date.UTC(2026, 10, 30) } })
    await sender(office).run()
    const writer = chatOf(office, 'writer')
    await begun(writer)
    await writer.says('不附文件')
    await finished(writer)
    await writer.says('发给我试看')
    const trial = office.sent.find(({ message }) => message.text.startsWith('【试看】'))?.message
    if (!trial) throw new Error('nothing came')
    const pressed = { text: trial.text, choices: trial.choices ?? [], message: trial }
    expect((await writer.presses('收到', pressed)).text).toContain('您说的通知现在不用确认')
    expect(await office.store.deliveries.acknowledged(id)).toBe(0)
  })
})

describe('on their way', () => {
  const pair = ['text', '课程表.pdf']
  const to = ['writer', 'approver', 'clerk', 'county']
  const both = to.flatMap((one) => pair.map((what) => `${one} ${what}`)).toSorted()

  async function sendingOff(faults: (ChannelError | undefined)[] = []) {
    const office = await bureau()
    const id = await published(office, { files: [await kept(office, timetable)] })
    const { left, other } = carrying(faults)
    const { run } = sender(office, [], undefined, other)
    const counts = () => office.store.deliveries.counts(id)
    const rows = async () =>
      (await office.store.deliveries.list(id, { after: 0, limit: 99 })).filter((row) => row.to)
    return { office, id, left, run, counts, rows }
  }

  it('the text goes first, then each file, once', async () => {
    const { left, run, counts } = await sendingOff()
    await run()
    await run()
    expect(left.toSorted()).toEqual(both)
    for (const one of to)
      expect(left.indexOf(`${one} text`)).toBeLessThan(left.indexOf(`${one} 课程表.pdf`))
    expect(await counts()).toMatchObject({ sent: 4, pending: 0 })
  })

  it('a file that must wait is sent later, and the text is not sent again, over a restart', async () => {
    const slow = new ChannelError('limited', 'slow', { retryAfterMs: HOUR / 10 })
    const { office, left, run, counts, id } = await sendingOff([...Array<undefined>(4), slow])
    await run()
    expect(await counts()).toMatchObject({ sent: 3, pending: 1 })
    const waiting = await office.store.deliveries.list(id, { state: 'pending', after: 0, limit: 9 })
    const user = waiting[0]?.to?.user ?? ''
    expect((await chatOf(office, user).says(`通知 ${id}`)).text).toContain('附件：课程表.pdf')
    await office.restart()
    office.clock.advance(HOUR / 10)
    await run()
    expect(left.toSorted()).toEqual(both)
    expect(await counts()).toMatchObject({ sent: 4, pending: 0 })
  })

  it.each([
    ['refused', 'attachments-failed'],
    ['blocked', 'attachments-failed'],
    ['unknown', 'attachments-unknown'],
  ] as const)('a file that was %s leaves the text sent, with the reason', async (kind, reason) => {
    const { left, run, counts, rows } = await sendingOff([
      ...Array<undefined>(4),
      new ChannelError(kind, 'x'),
    ])
    await run()
    await run()
    expect(left).toHaveLength(7)
    expect(new Set(left).size).toBe(7)
    expect(await counts()).toMatchObject({ sent: 4, failed: 0, unknown: 0, blocked: 0 })
    expect((await rows()).flatMap((row) => row.reason ?? [])).toEqual([reason])
  })

  it('a text that was not sent is, with its file, not called sent', async () => {
    const { run, counts } = await sendingOff([new ChannelError('unknown', 'x')])
    await run()
    expect(await counts()).toMatchObject({ sent: 3, unknown: 1 })
  })

  it('a crash between text and file sends neither twice; what is cancelled meanwhile was sent', async () => {
    const slow = new ChannelError('limited', 'slow', { retryAfterMs: HOUR / 10 })
    const { office, run, counts, rows, id, left } = await sendingOff([
      ...Array<undefined>(4),
      ...[slow, slow],
    ])
    await run()
    office.clock.advance(HOUR / 10)
    const { store, clock } = office
    const options = { emergenciesOnly: false, except: [] }
    const [due] = await store.deliveries.due('telegram', clock.now(), 1, options)
    if (!due) throw new Error('nothing is due')
    expect(due.progress).toEqual({ parts: 1, text: true })
    expect(await store.transaction((tx) => tx.deliveries.begin(due))).toBe(true)
    // The process dies here, with the file in flight.
    await store.transaction((tx) => tx.deliveries.lost(['telegram']))
    expect(await counts()).toMatchObject({ sent: 3, unknown: 0, pending: 1 })
    await chatOf(office, 'writer').says(`取消通知 ${id}`)
    expect(await counts()).toMatchObject({ sent: 4, skipped: 1 })
    const reasons = (await rows()).flatMap((row) => row.reason ?? [])
    expect(reasons.toSorted()).toEqual(['attachments-cancelled', 'attachments-unknown'])
    await run()
    expect(new Set(left).size).toBe(left.length)
    expect(left).toHaveLength(6)
  })
})

describe('afterwards', () => {
  async function done() {
    const office = await bureau()
    const writer = await writtenWith(office, timetable)
    await chatOf(office, 'approver').says('审批通知 A-000001')
    await chatOf(office, 'approver').says('同意发布')
    await writer.says('发送通知 A-000001')
    const { other } = carrying()
    await sender(office, [], undefined, other).run()
    await office.settle()
    return office
  }

  it('通知 gives them to who got it: files where they travel, links elsewhere', async () => {
    const office = await done()
    const opened = await chatOf(office, 'clerk').says('通知 A-000001')
    expect(opened.message.files?.map(({ name }) => name)).toEqual(['课程表.pdf'])
    const clerk = await office.store.people.ofAccount({ channel: 'telegram', user: 'clerk' })
    const second = { channel: 'web', user: 'c2', conversation: 'c2' }
    await office.store.transaction((tx) => tx.people.tie(clerk?.id ?? '', second, 1))
    const linked = await office.chat({ user: 'c2' }).says('通知 A-000001')
    expect(linked.message).not.toHaveProperty('files')
    expect(linked.text).toMatch(/附件 课程表\.pdf.*\/f\/[\w-]+/)
    const other = await office.chat({ user: 'stranger' }).says('通知 A-000001')
    expect(other.text).not.toContain('课程表')
  })

  it('they go a year after it has ended, and it says so', async () => {
    const office = await done()
    const left = async () => {
      await forgetOld(office.store, office.clock.now())
      await sweepFiles(office.store, office.files, office.clock.now())
      return (await office.files.list(Number.MAX_SAFE_INTEGER)).length
    }
    office.clock.advance(364 * DAY)
    expect(await left()).toBe(1)
    office.clock.advance(2 * DAY)
    expect(await left()).toBe(0)
    const { text } = await chatOf(office, 'clerk').says('通知 A-000001')
    expect(text).toContain('附件 课程表.pdf 已过保存期')
  })
})
