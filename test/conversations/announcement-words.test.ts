/** 收到 and 通知: what recipients say of an announcement, and what they find again; what who gets none is called. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bureau, published, sender } from '../support/announcing.ts'
import { boundAs, CLINIC, HOSPITAL } from '../support/people.ts'
import { sheetsOf } from '../support/workbook.ts'

describe('收到', () => {
  const asking = { acknowledge: { until: Date.UTC(2026, 10, 30) } }

  it('counts by button, by word, and in a group without a mention', async () => {
    const office = await bureau()
    const admin = office.chat({
      channel: 'telegram',
      conversation: '-1',
      group: true,
      user: 'writer',
    })
    await admin.says('本群 省属医院')
    const id = await published(office, asking)
    const { sent, run } = sender(office)
    await run()
    const card = sent.find(({ to }) => to === 'clerk')?.message
    expect(card?.choices).toEqual([{ label: '收到', data: `=收到 ${id}` }])
    expect(sent.filter(({ to }) => to === '-1')).toHaveLength(1)
    const clerk = office.chat({ channel: 'telegram', user: 'clerk' })
    if (!card) throw new Error('the clerk got nothing')
    const spoken = { text: card.text, choices: card.choices ?? [], message: card }
    expect((await clerk.presses('收到', spoken)).text).toContain('收到“系统维护”')
    expect(await office.store.deliveries.acknowledged(id)).toBe(1)
    await office.chat({ channel: 'telegram', user: 'county' }).says('好的收到')
    expect(await office.store.deliveries.acknowledged(id)).toBe(2)
    expect((await clerk.says('收到')).text).toContain('没有等您确认的通知')
    const hospital = office.chat({ channel: 'telegram', user: 'hospital' })
    await boundAs(office, hospital, { role: 'clerk', unit: HOSPITAL.code }, '某某')
    const from = { channel: 'telegram', conversation: '-1', user: 'hospital', group: true }
    for (const [text, count] of [
      ['今天吃什么', 2],
      ['收到，谢谢', 3],
    ] as const) {
      const mark = office.sent.length
      await office.receive({ id: text, from, text, addressed: false, at: office.clock.now() })
      await office.settle()
      expect(office.sent.slice(mark)).toEqual([])
      expect(await office.store.deliveries.acknowledged(id)).toBe(count)
    }
  })

  it('in a group is of what went to the group; by a button, of an old one as well', async () => {
    const office = await bureau()
    const group = { channel: 'telegram', conversation: '-1', group: true } as const
    await office.chat({ ...group, user: 'writer' }).says('本群 省属医院')
    const hospital = office.chat({ channel: 'telegram', user: 'hospital' })
    const inGroup = await published(office, asking)
    await boundAs(office, hospital, { role: 'clerk', unit: HOSPITAL.code }, '某某')
    const later: string[] = []
    for (let count = 0; count < 6; count += 1) later.push(await published(office, asking))
    await sender(office).run()
    const from = { ...group, user: 'hospital' }
    const message = { text: '收到', from, addressed: false, at: office.clock.now() }
    await office.receive({ ...message, id: 'read' })
    await office.settle()
    const { acknowledged } = office.store.deliveries
    expect(await Promise.all([inGroup, ...later].map(acknowledged))).toEqual([
      ...[1, 0, 0, 0, 0, 0, 0],
    ])
    expect((await hospital.says(`收到 ${later[0]}`)).text).toContain('已记录')
    expect(await acknowledged(later[0] ?? '')).toBe(1)
  })

  it('通知 lists what one got and opens it, and nothing of others', async () => {
    const office = await bureau()
    await published(office, { audience: { units: [CLINIC.code] } })
    await sender(office).run()
    const clerk = office.chat({ channel: 'telegram', user: 'clerk' })
    expect((await clerk.says('通知')).text).toContain('A-000001')
    expect((await clerk.presses('系统维护')).text).toContain('本周六 9 时起维护')
    const county = office.chat({ channel: 'telegram', user: 'county' })
    expect((await county.says('通知')).text).toContain('还没有给您的通知')
    expect((await county.says('通知 A-000001')).text).toContain('没有这条通知')
  })
})

describe('who is not sent to', () => {
  it.each([
    ['中文', '不发送', ['不发送：没有人绑定 1', '不发送：1', '不发送 1 个']],
    [
      'English',
      'Not sent to',
      ['Not sent to: nobody is bound: 1', 'Not sent to: 1', 'not sent to 1'],
    ],
  ])(
    'has one name before, during and after, and in the report: %s',
    async (language, name, said) => {
      const [before, during, after] = said
      const office = await bureau()
      const writer = office.chat({ channel: 'telegram', user: 'writer' })
      await writer.says(language)
      for (const words of ['写通知', '标题', '正文', '好了', '全部', '必须送达', '不要']) {
        await writer.says(words)
      }
      expect((await writer.says('审批后发送')).text).toContain(before)
      const id = await published(office)
      expect((await writer.says(`通知进度 ${id}`)).text).toContain(during)
      await sender(office).run()
      const mark = office.sent.length
      await office.settle()
      expect(
        office.sent
          .slice(mark)
          .map(({ message }) => message.text)
          .join(),
      ).toContain(after)
      await writer.says(`通知报表 ${id}`)
      const [file] = await office.files.list(office.clock.now() + 1)
      const [sums] = await sheetsOf(office.files, file ?? '')
      expect(sums?.[0]?.at(-1)).toBe(name)
    },
  )

  it.each([
    ...['README.md', 'core/announcements/README.md', 'core/wording/announcements-zh-cn.ts'],
    ...['core/wording/announcement-writing-zh-cn.ts', 'core/wording/announcements-en.ts'],
    'core/wording/announcement-writing-en.ts',
  ])('has no other name in %s', (file) => {
    const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
    expect(text).not.toMatch(/联系不上|out of reach/iu)
  })
})
