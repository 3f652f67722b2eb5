/** An invitation that is taken by an account which is known by another name: both sides are told, and it can be ended. */
import { describe, expect, it } from 'vitest'
import { type Chat, type Office, openOffice } from '../support/office.ts'
import { boundAs, CLINIC, codeIn, COUNTY, fillDirectory, invited } from '../support/people.ts'

const approver = { role: 'approver', unit: CLINIC.code } as const
const elsewhere = { role: 'clerk', unit: COUNTY.code } as const

/** The head invites 张三; 王五, a clerk elsewhere, has the code. */
async function passedOn(network = 'web') {
  const office = await openOffice()
  await fillDirectory(office)
  const head = office.chat({ channel: network, user: 'head' })
  const other = office.chat({ channel: network, user: 'other' })
  await boundAs(office, head, approver, '李负责')
  await boundAs(office, other, elsewhere, '王五')
  const code = codeIn((await head.says('邀请 经办 张三')).text)
  return { office, head, other, code }
}

/** The last notice to this chat. */
function noticeTo(office: Office, { from }: Chat) {
  const mine = office.sent.filter(
    ({ to, message }) => to.conversation === from.conversation && message.answers === undefined,
  )
  const { text, choices } = mine.at(-1)?.message ?? { text: '' }
  return { text, choices: choices ?? [] }
}

describe('an invitation taken by somebody who is known by another name', () => {
  it('says under which name they are known, and not whose invitation it was', async () => {
    const { other, code } = await passedOn()
    const { text } = await other.says(`绑定 ${code}`)
    expect(text).toContain('王五，您好。已绑定：经办人（楚天示范中医院）。')
    expect(text).toContain('邀请上写的是另一个姓名，您在这里仍登记为王五')
    expect(text).not.toContain('张三')
  })

  it('tells who invited both names, and how to end it at once', async () => {
    const { office, head, other, code } = await passedOn()
    await other.says(`绑定 ${code}`)
    const notice = noticeTo(office, head)
    expect(notice.text).toContain('您给 张三（经办人（楚天示范中医院））的邀请码')
    expect(notice.text).toContain('由已登记为 王五 的账号接受了')
    expect(notice.text).toContain('请马上选“移除 王五 经办人”')
    await office.restart()
    await head.says('移除 王五')
    expect((await head.presses('移除 王五 经办人')).text).toContain('立即生效')
    expect((await head.presses('确认移除')).text).toContain('已移除 王五')
    const { text } = await other.says('我是谁')
    expect(text).toContain('经办人（鄂北示范医院）')
    expect(text).not.toContain('楚天')
  })

  it('shows neither name in full abroad, and still lets the duty be ended', async () => {
    const { office, head, other, code } = await passedOn('telegram')
    expect((await other.says(`绑定 ${code}`)).text).toContain('您在这里仍登记为王*')
    const notice = noticeTo(office, head)
    expect(notice.text).toMatch(/您给 张\*（.*已登记为 王\* 的账号[^]*请马上选“移除 王\* 经办人”/)
    expect(JSON.stringify(notice)).not.toMatch(/张三|王五/)
    expect((await head.presses('移除 王* 经办人', notice)).text).toContain('立即生效')
    await head.presses('确认移除')
    expect(await office.store.people.members(CLINIC.code)).toHaveLength(1)
  })

  it('abroad tells who invited to write the name in full when the code is tried again', async () => {
    const { office, head, other, code } = await passedOn('telegram')
    await other.says(`绑定 ${code}`)
    await office.chat({ channel: 'telegram', user: 'third' }).says(`绑定 ${code}`)
    expect(noticeTo(office, head).text).toMatch(/已拒绝。.*请发“移除 姓名”，姓名要写全/)
  })

  it('lets an officer be ended by who invited, in no unit and with no name to type', async () => {
    const { office, other } = await passedOn('telegram')
    const boss = office.chat({ channel: 'telegram', user: 'boss' })
    await boundAs(office, boss, { role: 'officer', region: '420000' }, '王监管')
    await other.says(`绑定 ${codeIn((await boss.says('邀请 监管员 张三 武汉市')).text)}`)
    await boss.presses('移除 王* 监管员', noticeTo(office, boss))
    expect((await boss.presses('确认移除')).text).toContain('已移除 王*')
    expect((await other.says('我是谁')).text).not.toContain('监管员')
  })

  it('is told in English to who speaks it', async () => {
    const { office, head, other, code } = await passedOn()
    await head.says('English')
    await other.says('English')
    expect((await other.says(`bind ${code}`)).text).toContain(
      'the invitation names somebody else, and here you are still known as 王五',
    )
    const { text } = noticeTo(office, head)
    expect(text).toMatch(/^Please note: the invitation of 张三 .* known as 王五/)
    expect(text).toContain('choose “Remove 王五, clerk (经办人)” at once')
  })

  it('is noted in the audit log, without a name', async () => {
    const { office, other, code } = await passedOn()
    await other.says(`绑定 ${code}`)
    const audit = JSON.stringify(await office.store.audit.read(0, 99))
    expect(audit).toContain('bound under another name')
    expect(audit + office.logged.join()).not.toMatch(/张三|王五|李负责/)
  })

  it('of the command line is told to operators, without a name', async () => {
    const { office, other } = await passedOn()
    const admin = office.chat({ channel: 'telegram', user: 'admin' })
    await boundAs(office, admin, { role: 'administrator' }, '赵管理')
    const code = await invited(office, { role: 'officer', region: '420100' }, '张三')
    await other.says(`绑定 ${code}`)
    const { text } = noticeTo(office, admin)
    expect(text).toContain('邀请码（监管员（武汉市））由登记为另一个姓名的账号接受了')
    expect(text).not.toMatch(/张三|王五/)
  })

  it('as a payer gives nothing, and who invited does not learn whose account it was', async () => {
    const { office, other } = await passedOn()
    const boss = office.chat({ user: 'boss' })
    await boundAs(office, boss, { role: 'officer', region: '420100' }, '王监管')
    await other.says(`绑定 ${codeIn((await boss.says('邀请 缴款人 张三')).text)}`)
    const { text } = noticeTo(office, boss)
    expect(text).toContain('您给 张三（交款人）的邀请码，由登记为另一个姓名的账号用了')
    expect(text).not.toContain('王五')
  })

  it.each([['王五'], ['王 五'], ['　王五 ']])('is as usual when it names “%s”', async (name) => {
    const { office, head, other } = await passedOn()
    await other.says(`绑定 ${await invited(office, { ...approver, role: 'clerk' }, name)}`)
    expect(other.last?.message.text).toBe('王五，您好。已绑定：经办人（楚天示范中医院）。')
    expect(noticeTo(office, head).text).toBe('')
  })

  it('of one’s own making is as usual', async () => {
    const { office } = await passedOn()
    const admin = office.chat({ user: 'admin' })
    await boundAs(office, admin, { role: 'administrator' }, '赵管理')
    const code = codeIn((await admin.says('邀请 监管员 赵某 武汉市')).text)
    expect((await admin.says(`绑定 ${code}`)).text).not.toContain('另一个姓名')
  })
})
