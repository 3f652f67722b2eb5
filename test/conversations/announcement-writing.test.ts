/** 写通知: what is taken as a title and as a time, and going back to what was answered. */
import { describe, expect, it } from 'vitest'
import { dayOf, instantOf } from '../../core/calendar/local-time.ts'
import { clockTime } from '../../core/receipts/date.ts'
import { bureau } from '../support/announcing.ts'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import type { Office } from '../support/office.ts'
import { boundAs } from '../support/people.ts'

/** An officer on a network whose choices are buttons, or numbers. */
async function writing(channel: string) {
  const office = await bureau({ channels: ['telegram', 'wechat'] })
  const chat = office.chat({ channel, user: 'li' })
  await boundAs(office, chat, { role: 'officer', region: '420000' }, '李某')
  await chat.says('写通知')
  const labels = () => chat.last?.choices.map(({ label }) => label) ?? []
  return { office, chat, labels }
}

describe.each(['telegram', 'wechat'])('a title, on %s,', (channel) => {
  it.each(['两\n行', '响\u0007铃', '一\u2028二', '反\u202e向'])(
    'is one line without control characters: not %j',
    async (title) => {
      const { chat } = await writing(channel)
      expect((await chat.says(title)).text).toContain('不能有换行或控制字符')
      expect((await chat.says('年度培训')).text).toContain('正文')
    },
  )

  it('is plain wherever it stands: marks of bold are taken off', async () => {
    const { office, chat } = await writing(channel)
    for (const words of [
      '**年度**培训****x****',
      '**正文**',
      '不附文件',
      '全部',
      '必须送达',
      '不要',
    ]) {
      await chat.says(words)
    }
    expect((await chat.says('审批后发送')).text).toContain('【通知】年度培训x')
    await chat.says('提交审批')
    expect((await office.store.announcements.find('A-000001'))?.title).toBe('年度培训x')
  })
})

describe.each(['telegram', 'wechat'])('an earlier step, on %s,', (channel) => {
  it('is gone back to by a word, and what was typed is kept unless it is written anew', async () => {
    const { office, chat, labels } = await writing(channel)
    expect((await chat.says('上一步')).text).toContain('请发标题')
    for (const words of ['旧标题', '正文', '不附文件', '武汉市']) await chat.says(words)
    expect((await chat.says('上一步')).text).toContain('发给谁')
    expect((await chat.says('上一步。')).text).toContain('要附文件吗')
    expect((await chat.says('back')).text).toContain('请发正文')
    expect(labels()).toEqual(['不改'])
    await office.restart()
    expect((await chat.says('上一步')).text).toContain('请发标题')
    expect((await chat.says('新标题')).text).toContain('请发正文')
    expect((await chat.presses('不改')).text).toContain('要附文件吗')
    expect((await chat.says('不附文件')).text).toContain('发给谁')
    expect((await chat.says('不改')).text).toContain('退订')
    for (const words of ['必须送达', '不要']) await chat.says(words)
    expect((await chat.says('审批后发送')).text).toMatch(/新标题[^]*武汉市[^]*正文/)
  })

  it('is not skipped over before it was answered', async () => {
    const { chat } = await writing(channel)
    await chat.says('标题')
    expect((await chat.says('上一步')).text).toContain('请发标题')
    await chat.says('不改')
    expect((await chat.says('不改')).text).toContain('要附文件吗')
    await chat.says('不附文件')
    expect((await chat.says('不改')).text).toContain('没看懂')
  })

  it('can be kept as well where the answer was that there is none', async () => {
    const { office, chat, labels } = await writing(channel)
    for (const words of ['标题', '正文', '不附文件', '全部', '必须送达', '不要']) {
      await chat.says(words)
    }
    await chat.says('上一步')
    expect(labels()).toEqual(['不要', '3 天', '7 天', '不改'])
    expect((await chat.says('不改')).text).toContain('什么时候发')
    for (const asked of ['收到', '退订', '发给谁', '要附文件吗']) {
      expect((await chat.says('上一步')).text).toContain(asked)
    }
    expect(labels()).toEqual(['不附文件', '不改'])
    expect((await chat.presses('不改')).text).toContain('发给谁')
    for (const words of ['不改', '不改', '不改']) await chat.says(words)
    expect((await chat.says('审批后发送')).text).toContain('请核对')
    await chat.says('提交审批')
    const found = await office.store.announcements.find('A-000001')
    expect([found?.acknowledge, found?.files]).toEqual([undefined, undefined])
  })

  it('is the last one at the summary, and one that is changed can be left as it was', async () => {
    const { chat, labels } = await writing(channel)
    for (const words of ['标题', '正文', '不附文件', '全部', '必须送达', '3 天', '紧急']) {
      await chat.says(words)
    }
    expect((await chat.says('上一步')).text).toContain('什么时候发')
    expect(labels()).toContain('不改')
    expect((await chat.says('不改')).text).toContain('请核对')
    await chat.says('改标题')
    expect((await chat.says('上一步')).text).toContain('【紧急通知】标题')
  })
})

it('a time that has passed is told from one that cannot be read', async () => {
  const { office, chat } = await writing('telegram')
  office.clock.advance(Date.parse('2026-12-30T10:00:00+08:00') - office.clock.now())
  for (const words of ['标题', '正文', '不附文件', '全部', '必须送达']) await chat.says(words)
  for (const step of ['3 天', '审批后发送']) {
    for (const past of ['2020-1-2 9:00', '12-30 9:00', '12月29日']) {
      expect((await chat.says(past)).text).toContain('这个时间已经过了，请写')
    }
    expect((await chat.says('明年某时')).text).toContain('时间没看懂。请这样写：2027-01-01 10:00，')
    await chat.says(step)
  }
  expect(chat.last?.text).toContain('请核对')
})

describe('a day in words', () => {
  it('is until its end where 收到 is asked for, and from nine where it is sent', async () => {
    const { office, chat } = await writing('telegram')
    for (const words of ['标题', '正文', '不附文件', '全部', '必须送达']) await chat.says(words)
    expect((await chat.says('后天前')).text).toContain('什么时候发')
    await chat.says('明天')
    await chat.says('提交审批')
    const kept = await office.store.announcements.find('A-000001')
    const today = instantOf(dayOf(office.clock.now()), '00:00')
    expect(kept?.sendAt).toBe(today + DAY + 9 * HOUR)
    expect(kept?.acknowledge?.until).toBe(today + 3 * DAY - MINUTE)
  })

  it.each([
    ['2026-12-05 10:00', '2026-12-07 09:00（只在工作时间发送，紧急通知除外）'],
    ['2026-12-04 20:00', '2026-12-07 09:00（只在工作时间发送，紧急通知除外）'],
    ['2026-12-04 10:00', undefined],
  ])('out of hours, the plan says when the first one leaves, and why: %s', async (time, first) => {
    const { office, chat } = await writing('telegram')
    office.clock.advance(Date.parse('2026-12-01T10:00:00+08:00') - office.clock.now())
    for (const words of ['标题', '正文', '不附文件', '全部', '必须送达', '不要']) {
      await chat.says(words)
    }
    const { text } = await chat.says(time)
    expect(text).toContain('请核对')
    expect(/第一条发出：(.*)/.exec(text)?.[1]).toBe(first)
  })
})

describe('the summary', () => {
  it('says first that something else was not understood, and keeps what was written', async () => {
    const { office, chat } = await writing('telegram')
    for (const words of ['标题', '正文', '不附文件', '全部', '必须送达', '不要', '紧急']) {
      await chat.says(words)
    }
    const shown = chat.last
    expect(shown?.text).toContain('不到 1 分钟')
    expect(shown?.text).not.toContain('没看懂')
    const again = await chat.says('哦')
    expect(again.text).toMatch(
      /^这句话没看懂。请核对下面的通知，再选一项。\n【请核对】[^]*【紧急通知】标题/,
    )
    expect(again.choices).toEqual(
      shown?.choices.map((choice) => expect.objectContaining({ label: choice.label })),
    )
    expect((await chat.presses('看 Telegram 样式')).text).toContain('下面是 Telegram 里的样子：')
    expect((await chat.presses('看微信样式')).text).toContain('下面是微信里的样子：')
    await chat.says('提交审批')
    expect((await office.store.announcements.find('A-000001'))?.title).toBe('标题')
  })
})

describe('whether 收到 is asked for', () => {
  async function asked() {
    const { office, chat } = await writing('telegram')
    for (const words of ['标题', '正文', '不附文件', '全部', '必须送达']) await chat.says(words)
    return { office, chat }
  }

  it.each(['需要', '要', '是', '是的。', 'yes', 'Yes.'])(
    'takes %s for yes, and asks until when',
    async (word) => {
      const { office, chat } = await asked()
      const { text, choices } = await chat.says(word)
      const example = clockTime(office.clock.now() + 2 * DAY, office.clock.now())
      expect(text).toContain(`好的，请写截止时间，例如“3 天”或“${example}”。`)
      expect(choices.map(({ label }) => label)).toEqual(['不要', '3 天', '7 天'])
      expect((await chat.says('3 天')).text).toContain('什么时候发')
      for (const words of ['审批后发送', '提交审批']) await chat.says(words)
      const kept = await office.store.announcements.find('A-000001')
      expect(kept?.acknowledge?.until).toBeGreaterThan(office.clock.now())
    },
  )

  it.each(['不需要', '不要', '不用', '不用了。', '不用了，谢谢', '否', '不', 'no', 'No.'])(
    'takes %s for no',
    async (word) => {
      const { office, chat } = await asked()
      expect((await chat.says(word)).text).toContain('什么时候发')
      for (const words of ['审批后发送', '提交审批']) await chat.says(words)
      expect(await office.store.announcements.find('A-000001')).not.toHaveProperty('acknowledge')
    },
  )

  it('and whether there are files: 不用了 is a no there, and leaves off elsewhere', async () => {
    const { chat } = await writing('telegram')
    for (const words of ['标题', '正文']) await chat.says(words)
    expect((await chat.says('不用了')).text).toContain('发给谁')
    expect((await chat.says('不用了')).text).toContain('已取消')
    const { chat: other } = await asked()
    expect((await other.says('取消')).text).toContain('已取消')
  })
})

describe('the time until which 收到 is asked for', () => {
  async function asked() {
    const written = await writing('telegram')
    for (const words of ['标题', '正文', '不附文件', '全部', '必须送达']) {
      await written.chat.says(words)
    }
    return written
  }
  const keptOf = ({ store }: Office) => store.announcements.find('A-000001')

  it('comes after it is sent: said where the second of both is answered', async () => {
    const { office, chat } = await asked()
    await chat.says('12-02 18:00')
    const late = '发送时间要早于确认的截止时间（2026-12-02 18:00）'
    expect((await chat.says('12-03 09:00')).text).toContain(late)
    expect((await chat.presses('改确认')).text).toContain('截止时间')
    await chat.says('12-04 18:00')
    expect((await chat.says('12-03 09:00')).text).toContain('请核对')
    await chat.presses('改确认')
    const early = '确认的截止时间要晚于发送时间（2026-12-03 09:00）'
    expect((await chat.says('12-02 18:00')).text).toContain(early)
    expect((await chat.says('12-05 18:00')).text).toContain('请核对')
    expect((await chat.presses('提交审批')).text).toContain('已写好')
    expect((await keptOf(office))?.acknowledge?.until).toBe(Date.UTC(2026, 11, 5, 10))
  })

  it('counts so many days from when it is sent, whichever is answered first', async () => {
    const { office, chat } = await asked()
    await chat.says('3 天')
    expect((await chat.says('12-03 09:00')).text).toContain('2026-12-06 18:00')
    await chat.presses('改时间')
    await chat.says('12-10 09:00')
    await chat.presses('改确认')
    await chat.says('2 天')
    await chat.presses('提交审批')
    expect((await keptOf(office))?.acknowledge?.until).toBe(Date.UTC(2026, 11, 12, 10))
  })

  it('or to send it may pass before it is handed in: what was written stays', async () => {
    const { office, chat, labels } = await asked()
    await chat.says('11-23 12:30')
    await chat.says('11-23 12:00')
    office.clock.advance(3 * HOUR)
    expect((await chat.presses('提交审批')).text).toContain('发送时间已经过了')
    expect(labels()).toEqual(['改确认', '改时间'])
    await office.restart()
    await chat.presses('改时间')
    await chat.says('紧急')
    expect((await chat.presses('提交审批')).text).toContain('确认的截止时间比发送时间还早')
    await chat.presses('改确认')
    await chat.says('不要')
    expect((await chat.presses('提交审批')).text).toContain('已写好')
    expect((await keptOf(office))?.title).toBe('标题')
  })
})

it('stays as it is while a code for a further account is asked for', async () => {
  const { chat } = await writing('telegram')
  for (const words of ['标题', '正文', '不附文件', '全部', '必须送达', '不要', '紧急']) {
    await chat.says(words)
  }
  await chat.says('绑定')
  await chat.says(`绑定 ${'ABCD'.repeat(7)}`)
  expect((await chat.says('提交审批')).text).toContain('已写好')
})

it('does not take an invitation code for its text', async () => {
  const { chat } = await writing('telegram')
  await chat.says('标题')
  for (const code of ['0BCD', '我的邀请码是 0BCD']) {
    const { text } = await chat.says(`${code}${'-ABCD'.repeat(6)}`)
    expect(text).toContain('这个邀请码不对')
  }
  for (const words of ['正文', '不附文件', '全部', '必须送达', '不要', '紧急'])
    await chat.says(words)
  const { text } = await chat.says('提交审批')
  expect(text).toContain('已写好')
  expect(text).not.toContain('ABCD')
})
