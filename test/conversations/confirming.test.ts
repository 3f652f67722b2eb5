/** Plain words to the question whether something is really to be done. */
import { describe, expect, it } from 'vitest'
import { type Chat, openOffice } from '../support/office.ts'
import { boundAs, CLINIC, codeIn, fillDirectory, textsTo } from '../support/people.ts'
import { asksFor, requestOf, withStaff } from '../support/voids.ts'

const clerk = { role: 'clerk', unit: CLINIC.code } as const
const approver = { role: 'approver', unit: CLINIC.code } as const

async function staffed() {
  const office = await openOffice()
  await fillDirectory(office)
  const [head, hand] = [office.chat({ user: 'head' }), office.chat({ user: 'hand' })]
  await boundAs(office, head, approver, '李负责')
  await boundAs(office, hand, clerk, '陈四')
  return { office, head, hand }
}

async function asksRemoval(head: Chat): Promise<void> {
  await head.says('移除 陈四')
  expect((await head.says('1')).text).toContain('确认吗')
}

describe('removing somebody', () => {
  it.each(['确认', '是', '是的。', '好', '好的', '对', '对的！', 'yes', 'OK'])(
    'takes %s as a yes',
    async (word) => {
      const { office, head, hand } = await staffed()
      await asksRemoval(head)
      expect((await head.says(word)).text).toContain('已移除 陈四')
      expect(textsTo(office, hand).at(-1)).toContain('您的这项职责已结束')
    },
  )

  it.each(['不', '取消', '否', '不要', 'no'])('takes %s as a no', async (word) => {
    const { office, head } = await staffed()
    await asksRemoval(head)
    expect((await head.says(word)).text).toContain('没有移除')
    expect((await head.says('确认')).text).not.toContain('已移除')
    expect(await office.store.people.members(CLINIC.code)).toHaveLength(2)
  })

  it.each(['好的', '确认'])('is not done by %s to a later answer', async (word) => {
    const { head } = await staffed()
    await asksRemoval(head)
    await head.says('隐私')
    expect((await head.says(word)).text).not.toContain('已移除')
  })

  it.each([
    ['确认', '已移除 陈四'],
    ['确认移除', '已移除 陈四'],
    ['不', undefined],
    ['好的', undefined],
  ])('after a notice that came beside, %s means what it can mean only', async (word, done) => {
    const { office, head, hand } = await staffed()
    const code = codeIn((await head.says('邀请 经办 新人')).text)
    const newcomer = office.chat({ user: 'newcomer' })
    await boundAs(office, newcomer, { role: 'officer', region: '420000' }, '钱某')
    await asksRemoval(head)
    await newcomer.says(`绑定 ${code}`)
    expect(textsTo(office, head).at(-1)).toContain('职责记在 钱某 名下')
    const { text } = await head.says(word)
    if (done === undefined) expect(text).not.toMatch(/移除/)
    else expect(text).toContain(done)
    expect((await hand.says('我是谁')).text.includes('陈四')).toBe(done === undefined)
  })
})

describe('unbinding', () => {
  it.each(['确认', '是的', 'yes'])('takes %s as a yes', async (word) => {
    const { hand } = await staffed()
    await hand.says('解绑')
    expect((await hand.says(word)).text).toBe('已解绑。')
    expect((await hand.says('我是谁')).text).toContain('没有绑定身份')
  })

  it.each(['不', '取消', '算了'])('takes %s as a no', async (word) => {
    const { hand } = await staffed()
    await hand.says('解绑')
    expect((await hand.says(word)).text).toContain('没有改动')
    expect((await hand.says('我是谁')).text).toContain('您是陈四')
  })
})

it('is confirmed anew for each question', async () => {
  const { head } = await staffed()
  await asksRemoval(head)
  await head.says('解绑')
  expect((await head.says('确认')).text).toBe('已解绑。')
})

describe('deleting my data', () => {
  it('is confirmed by a sure word also after another answer, and by no other', async () => {
    const chat = (await openOffice()).chat()
    await chat.says('删除我的数据')
    await chat.says('隐私')
    expect((await chat.says('好的')).text).not.toContain('已删除')
    expect((await chat.says('确认')).text).toContain('已删除')
  })

  it.each(['待我审批', '我的单位'])('is not confirmed by a word after %s', async (words) => {
    const { hand, head } = await withStaff()
    await asksFor(hand, 1)
    await head.says('删除我的数据')
    expect((await head.says(words)).choices).not.toEqual([])
    expect((await head.says('确认')).text).not.toContain('已删除')
  })

  it.each([
    ['确认', 'done'],
    ['不', 'requested'],
  ])('is not what %s answers after another question', async (word, state) => {
    const { office, hand, head } = await withStaff()
    const id = await asksFor(hand, 1)
    await head.says('删除我的数据')
    await head.says('待我审批')
    await head.says('1')
    expect((await head.says('1')).text).toContain(`同意 ${id}，确认吗`)
    expect((await head.says(word)).text).not.toContain('已删除')
    expect((await requestOf(office, id)).state).toBe(state)
  })
})
