/** Notices that come while a question waits: they take no answer away from it. */
import { describe, expect, it } from 'vitest'
import { drafted, bureau } from '../support/announcing.ts'
import type { Office } from '../support/office.ts'
import { boundAs } from '../support/people.ts'

async function officerOn(channel: string) {
  const office = await bureau({ channels: ['telegram', 'wechat'] })
  const chat = office.chat({ channel, user: 'li' })
  await boundAs(office, chat, { role: 'officer', region: '420000' }, '李某')
  return { office, chat }
}

/** An officer on this network, asked whether an announcement is mandatory, to whom another's announcement is brought. */
async function interrupted(channel: string) {
  const { office, chat } = await officerOn(channel)
  for (const words of ['写通知', '标题', '正文', '好了', '武汉市']) await chat.says(words)
  expect(chat.last?.text).toContain('必须送达')
  await drafted(office)
  await office.settle()
  return { office, chat, notice: lastTo(office, channel, 'li') }
}

function lastTo({ sent }: Office, channel: string, user: string) {
  const mine = sent.filter(({ to }) => to.channel === channel && to.conversation === user)
  const message = mine.at(-1)?.message
  if (!message) throw new Error(`nothing came to ${user}`)
  return message
}

describe('a notice with choices', () => {
  it('names them where choices are numbers, and a number answers the question that waits; over a restart', async () => {
    const { office, chat, notice } = await interrupted('wechat')
    expect(notice.text).toContain('等您审批')
    expect(notice.text).toContain('请写：查看')
    expect(notice.choices).toBeUndefined()
    await office.restart()
    expect((await chat.says('2')).text).toContain('收到')
  })

  it('is chosen by its words in the midst of the question, which can be gone on with', async () => {
    const { chat } = await interrupted('wechat')
    expect((await chat.says('查看')).text).toContain('系统维护')
    expect((await chat.says('可以退订')).text).toContain('收到')
  })

  it('has its buttons where there are some, beside those of the question', async () => {
    const { chat, notice } = await interrupted('telegram')
    expect(notice.choices?.map(({ label }) => label)).toEqual(['查看'])
    const spoken = { text: notice.text, choices: notice.choices ?? [], message: notice }
    const question = chat.last
    expect((await chat.presses('查看', spoken)).text).toContain('系统维护')
    expect((await chat.presses('可以退订', question)).text).toContain('收到')
  })

  it('is numbered where no question waits', async () => {
    const { office, chat } = await officerOn('wechat')
    await drafted(office)
    await office.settle()
    expect(lastTo(office, 'wechat', 'li').choices?.map(({ label }) => label)).toEqual(['查看'])
    expect((await chat.says('1')).text).toContain('系统维护')
  })

  it.each(['telegram', 'wechat'])(
    'on %s leaves what was offered before to be chosen by its words, over a restart; a number means the notice',
    async (channel) => {
      const { office, chat } = await officerOn(channel)
      await chat.says('解绑')
      for (const title of ['系统维护', '系统升级']) await drafted(office, { title })
      await office.restart()
      await office.settle()
      expect((await chat.says('1')).text).toContain('系统升级')
      await chat.says('解绑')
      for (const title of ['停机', '复机']) await drafted(office, { title })
      await office.settle()
      expect((await chat.says('确认解绑')).text).toBe('已解绑。')
    },
  )

  it('leaves nothing to be chosen that a later answer has taken the place of', async () => {
    const { office, chat } = await officerOn('wechat')
    await chat.says('解绑')
    await chat.says('语言')
    await chat.says('隐私')
    await drafted(office)
    await office.settle()
    await chat.says('确认解绑')
    expect((await chat.says('我是谁')).text).toContain('李某')
  })
})
