/** 收到 while two announcements wait for it: it is of the one that is quoted or named, and else it is asked which. */
import { describe, expect, it } from 'vitest'
import { bureau, published, sender } from '../support/announcing.ts'
import { MINUTE } from '../support/clock.ts'
import { boundAs, HOSPITAL } from '../support/people.ts'

const asking = { acknowledge: { until: Date.UTC(2026, 10, 30) } }

describe.each(['telegram', 'wechat'])('收到 on %s, while two announcements wait', (channel) => {
  /** A hospital whose clerk is on this network, and where two announcements went to: a group, or the clerk alone. */
  async function twoWait({ inGroup = false } = {}) {
    const office = await bureau({ channels: ['telegram', 'wechat'] })
    const group = { channel, conversation: '-1', group: true } as const
    const admin = office.chat({ channel, user: 'admin' })
    await boundAs(office, admin, { role: 'administrator' }, '管某')
    if (inGroup) await office.chat({ ...group, user: 'admin' }).says('本群 省属医院')
    const clerk = office.chat({ channel, user: 'hospital' })
    const bound = () => boundAs(office, clerk, { role: 'clerk', unit: HOSPITAL.code }, '医某')
    if (!inGroup) await bound()
    const audience = { units: [HOSPITAL.code] }
    await published(office, { ...asking, audience, title: '系统维护' })
    office.clock.advance(MINUTE)
    await published(office, { ...asking, audience, title: '年度培训' })
    const { run, sent } = sender(office, [], undefined, { name: channel })
    await run()
    expect(sent.map(({ to }) => to)).toEqual(Array(2).fill(inGroup ? '-1' : 'hospital'))
    if (inGroup) await bound()
    const known = () =>
      Promise.all(['A-000001', 'A-000002'].map(office.store.deliveries.acknowledged))
    let said = 0
    /** Without a mention. Resolves to what was answered into the group. */
    const inTheGroup = async (text: string, more: object = {}) => {
      const [mark, from] = [office.sent.length, { ...group, user: 'hospital' }]
      const message = { id: `g${++said}`, from, text, addressed: false, at: office.clock.now() }
      await office.receive({ ...message, ...more })
      await office.settle()
      return office.sent.slice(mark).map(({ message: { text: answer } }) => answer)
    }
    return { office, clerk, known, inTheGroup, texts: sent.map(({ message }) => message.text) }
  }

  it('is asked for by their names, and can be of one, then of the other', async () => {
    const { clerk, known } = await twoWait()
    const asked = await clerk.says('收到')
    expect(asked.text).toMatch(/有 2 条通知等您确认[^]*A-000002 年度培训\nA-000001 系统维护/)
    const labels = asked.choices.map(({ label }) => label)
    expect(labels).toEqual(['收到 A-000002', '收到 A-000001', '都收到'])
    expect(await known()).toEqual([0, 0])
    const chosen = channel === 'telegram' ? clerk.presses('收到 A-000001') : clerk.says('2')
    expect((await chosen).text).toBe('已记录：收到“系统维护”。谢谢。')
    expect(await known()).toEqual([1, 0])
    expect((await clerk.says('收到')).text).toContain('收到“年度培训”')
    expect(await known()).toEqual([1, 1])
  })

  it('can be of both, but not of what came since it was asked', async () => {
    const { office, clerk, known } = await twoWait()
    const asked = await clerk.says('好的收到')
    await published(office, { ...asking, audience: { units: [HOSPITAL.code] }, title: '新的' })
    await sender(office, [], undefined, { name: channel }).run()
    expect((await clerk.presses('都收到', asked)).text).toContain('“年度培训”、“系统维护”')
    expect(await known()).toEqual([1, 1])
    expect(await office.store.deliveries.acknowledged('A-000003')).toBe(0)
  })

  it('with a bare number is of that place in the list, and asked for where no list was offered', async () => {
    const { clerk, known } = await twoWait()
    expect((await clerk.says('收到 2')).text).toContain('有 2 条通知等您确认')
    expect(await known()).toEqual([0, 0])
    expect((await clerk.says('收到 2。')).text).toBe('已记录：收到“系统维护”。谢谢。')
    const asked = await clerk.says('收到 9')
    expect(asked.text).toContain('等您确认的是下面这条，您看过了吗？\nA-000002 年度培训')
    expect(asked.choices.map(({ label }) => label)).toEqual(['收到 A-000002'])
    expect(await known()).toEqual([1, 0])
    await clerk.says('收到 1')
    expect(await known()).toEqual([1, 1])
  })

  it('of one that needs none any more does not hide that another waits', async () => {
    const { clerk, known, texts } = await twoWait()
    await clerk.says('收到 A-000001')
    const still =
      /^通知 A-000001 您的单位已经确认过了，谢谢。\n等您确认的是下面这条[^]*A-000002 年度培训/
    expect((await clerk.says('收到 A-000001。')).text).toMatch(still)
    expect((await clerk.replies('收到', texts[0] ?? '')).text).toMatch(still)
    expect(await known()).toEqual([1, 0])
    await clerk.says('收到 a-2，谢谢')
    expect((await clerk.says('收到 A-000002')).text).toContain('A-000002 您的单位已经确认过了')
    expect((await clerk.says('收到 A-000009')).text).toContain('没有等您确认的通知')
  })

  it('tells how many wait, and 都收到 is of all of them', async () => {
    const { office, clerk } = await twoWait()
    const audience = { units: [HOSPITAL.code] }
    for (let count = 3; count <= 12; count += 1) {
      await published(office, { ...asking, audience, title: `第 ${count} 条` })
    }
    await sender(office, [], undefined, { name: channel }).run()
    const asked = await clerk.says('收到')
    expect(asked.text).toMatch(
      /有 12 条通知等您确认[^]*A-000012 [^]*A-000005 [^]*更早的 4 条，确认了上面的/,
    )
    expect(asked.text).not.toContain('A-000004')
    expect(asked.choices).toHaveLength(9)
    const noted = await clerk.says('都收到，谢谢')
    expect(noted.text).toMatch(/“第 12 条”、[^]*“第 5 条”等 12 条。谢谢。$/)
    const left = await office.store.deliveries.waiting(
      [`unit:${HOSPITAL.code}`],
      office.clock.now(),
    )
    expect(left).toEqual([])
  })

  it('is of the one that it replies to', async () => {
    const { clerk, known, texts } = await twoWait()
    expect((await clerk.replies('收到', texts[0] ?? '')).text).toContain('收到“系统维护”')
    expect(await known()).toEqual([1, 0])
  })

  it('in a group is noted in silence when it replies to one or names it', async () => {
    const { inTheGroup, known, texts } = await twoWait({ inGroup: true })
    expect(await inTheGroup('收到', { addressed: true, quoted: texts[0] })).toEqual([])
    expect(await known()).toEqual([1, 0])
    expect(await inTheGroup('收到 A-000001！')).toEqual([])
    expect(await inTheGroup('收到 a-2。')).toEqual([])
    expect(await known()).toEqual([1, 1])
  })

  it('in a group is asked for once in a while, not of everybody', async () => {
    const { office, inTheGroup, known } = await twoWait({ inGroup: true })
    const question = /^这个群里有 2 条通知在等确认：\nA-000002 年度培训\nA-000001 系统维护\n请引用/
    expect(await inTheGroup('收到')).toEqual([expect.stringMatching(question)])
    expect(await inTheGroup('收到')).toEqual([])
    office.clock.advance(11 * MINUTE)
    expect(await inTheGroup('收到')).toHaveLength(1)
    expect(await known()).toEqual([0, 0])
    expect(await inTheGroup('都收到，谢谢')).toEqual([])
    expect(await known()).toEqual([1, 1])
  })
})
