/** The staff's own group: tickets are taken and answered there, and nothing of a person or a receipt enters it. */
import { describe, expect, it } from 'vitest'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import { maskedForStaff } from '../../core/support/masking.ts'
import { PNG } from '../contracts/files.ts'
import type { Chat } from '../support/office.ts'
import { type Bureau, bureau, inGroup, textsIn } from '../support/support.ts'
import { codeHash } from '../../core/people/invitation.ts'
import { boundAs, HOSPITAL, invited, textsTo } from '../support/people.ts'

const GROUP = '-100'

/** With the staff's group of payers, tied by the administrator; `channel` is where it is. */
async function withGroup(channel = 'telegram'): Promise<Bureau & { readonly member: Chat }> {
  const made = await bureau()
  const admin = made.office.chat({
    channel,
    conversation: GROUP,
    group: true,
    user: channel === 'wechat' ? 'admin' : 'first',
  })
  const tied = await admin.says('本群 客服 交款人')
  if (!tied.text.includes('交款人')) throw new Error(tied.text)
  const member = inGroup(made, channel === 'wechat' ? 'second' : 'first', channel)
  return { ...made, member }
}

const announced = ({ office }: Bureau) => {
  const found = office.sent.findLast(
    ({ to, message }) => to.group && message.text.startsWith('【工单'),
  )
  if (!found) throw new Error('nothing was announced in the group')
  return found.message
}

describe('in the staff’s group', () => {
  it('a ticket is taken by its button, answered by a reply, and closed', async () => {
    const made = await withGroup()
    const { office, member } = made
    const chat = office.chat({ channel: 'web', user: 'u1' })
    await chat.says('转人工 医院不给开票')
    const card = announced(made)
    expect(card.choices?.map(({ label }) => label)).toEqual(['接单', '转交', '标记垃圾'])
    const spoken = { text: card.text, choices: card.choices ?? [], message: card }
    expect((await member.presses('接单', spoken)).text).toContain('由 甲')
    await office.restart()
    expect((await member.replies('请让医院补开', card.text)).text).toContain('已转给对方')
    expect(textsTo(office, chat).at(-1)).toBe('【工作人员】请让医院补开')
    await chat.says('好的谢谢')
    expect(textsIn(office, GROUP).at(-1)).toBe('【工单 T-000001】好的谢谢')
    expect((await member.replies('关闭', card.text)).text).toContain('已结束')
  })

  it('on WeChat words do what buttons do elsewhere', async () => {
    const made = await withGroup('wechat')
    const { office, member } = made
    const chat = office.chat({ channel: 'telegram', user: 'u1' })
    await chat.says('转人工 票在哪下载')
    const card = announced(made)
    expect(card.choices).toBeUndefined()
    expect(card.text).toContain('引用这条消息并 @我')
    expect((await member.replies('接单', card.text)).text).toContain('接单')
    await member.says('#000001 请看短信里的链接')
    expect(textsTo(office, chat).at(-1)).toBe('【工作人员】请看短信里的链接')
    expect((await member.replies('/note 已电话联系', card.text)).text).toContain('已备注')
    expect((await member.replies('/c 电子票据能作废吗', card.text)).text).toContain('已转给对方')
  })

  it('nobody who is not of the staff can do anything, and elsewhere tickets are not worked on', async () => {
    const made = await withGroup()
    const { office } = made
    await office.chat({ channel: 'web', user: 'u1' }).says('转人工 票在哪下载')
    const stranger = inGroup(made, 'stranger')
    expect((await stranger.says('接单 1')).text).toContain('不在您的职责范围内')
    expect((await stranger.says('待办')).text).toContain('不在您的职责范围内')
    const elsewhere = inGroup(made, 'first', 'telegram', '-7')
    expect((await elsewhere.says('接单 1')).text).toContain('只在客服群或私聊里办理')
    expect((await office.store.tickets.find('T-000001'))?.state).toBe('open')
  })

  it('files go there as links, and from there to who asked', async () => {
    const made = await withGroup()
    const { office, member } = made
    const chat = office.chat({ channel: 'wechat', user: 'u1' })
    await chat.says('转人工 票打不开')
    await member.says('接单 1')
    const before = office.sent.length
    const told = await chat.sendsFile({ name: '李小明的发票.png', content: PNG })
    expect(told.text).toContain('已转给工作人员')
    const relayed = office.sent.slice(before).find(({ to }) => to.group)?.message
    expect(relayed?.files).toBeUndefined()
    expect(relayed?.text).toMatch(/【工单 T-000001】（附件）\n附件 1\.png.*\/f\//)
    await member.sendsFile({ name: '说明.png', content: PNG }, '#1 请看')
    const sent = office.sent.findLast(({ to }) => to.conversation === 'u1')?.message
    expect(sent?.files).toMatchObject([{ name: '说明.png', size: PNG.length }])
    expect(await office.store.files.of('ticket:T-000001')).toHaveLength(2)
    expect(
      (await member.sendsFile({ name: 'x.exe', content: Buffer.from('MZ') }, '#1 x')).text,
    ).toContain('收不了')
  })
})

describe('what the staff’s group never sees', () => {
  it('is what stands on a receipt, or who asks, whoever says it and wherever it was typed', async () => {
    const made = await withGroup()
    const { office, member } = made
    const [clinic] = sampleReceipts
    if (!clinic) throw new Error('no samples')
    const { code, number, check, payer } = clinic
    const planted = [
      code,
      number,
      check,
      payer.name,
      '13900001234',
      '420106199001011234',
      '鄂A12345',
    ]
    const chat = office.chat({ channel: 'web', user: 'u1' })
    await chat.says(`${code} ${number} ${check}`)
    await chat.says(`姓名：${payer.name} 电话13900001234`)
    await chat.says(
      `转人工 我是${payer.name}，身份证420106199001011234，票据代码${code}，号码${number}校验码${check}`,
    )
    await chat.says(payer.name)
    await member.says('接单 1')
    await chat.saysUnheard(`车牌鄂A12345，手机 139 0000 1234\n${payer.name}`)
    await member.says('待办')
    await office.passes(120 * 60_000)
    const seen = textsIn(office, GROUP).join('\n')
    expect(seen).toContain('T-000001')
    for (const value of planted) expect(seen, value).not.toContain(value)
    expect(office.logged.join('\n')).not.toContain(payer.name)
  })

  it('is a name that who asked gave or is bound by, also in the middle of a sentence, and in the words of staff', async () => {
    const made = await withGroup()
    const { office, member, second } = made
    const clerk = office.chat({ channel: 'wechat', user: 'clerk' })
    await boundAs(office, clerk, { role: 'clerk', unit: HOSPITAL.code }, '司徒己六')
    const hospitals = inGroup(made, 'first', 'telegram', '-200')
    await hospitals.says('本群 客服 省属医院')
    await clerk.says('转人工 我们单位司徒己六交接了')
    const payer = office.chat({ channel: 'web', user: 'payer' })
    await payer.says('转人工 我叫李小明想问一下我妈陈桂英住院的票')
    await second.says('接单 2')
    await payer.says('昨天跟李小明一起去的，陈桂英也在')
    await second.replies('李小明您好，陈桂英的电话13900001234对吗', '【工单 T-000002】')
    await second.says('备注 #2 李小明已电话联系13900001234')
    await second.says('关闭 2')
    await payer.says('没解决')
    await member.says('接单 2')
    await payer.says('问问患者陈桂英住院那天的，别的李小明自己办')
    const seen = [...textsIn(office, GROUP), ...textsIn(office, '-200')].join('\n')
    expect(seen).toContain('助手：〔姓名〕，您好。已绑定：')
    expect(seen).toMatch(/没解决，重新打开[^]*T-000001/)
    for (const value of ['己六', '李小明', '陈桂英', '13900001234'])
      expect(seen, value).not.toContain(value)
    expect(textsTo(office, second).join('\n')).toContain('昨天跟李小明一起去的')
  })

  it('is an invitation that who asked was given, or what they asked for a human with before', async () => {
    const { office, second } = await bureau()
    const clerk = office.chat({ channel: 'wechat', user: 'clerk' })
    const code = await invited(office, { role: 'approver', unit: HOSPITAL.code }, '庚七')
    await office.store.transaction((tx) => tx.invitations.close(codeHash(code) ?? '', 'void'))
    await clerk.says(`绑定 ${code}`)
    await clerk.says('转人工')
    await clerk.says('取消人工')
    await clerk.says('转人工 绑定不了')
    const card = textsTo(office, second).at(-1)
    expect(card).toMatch(
      /微信\n助手：这个邀请码不对.*\n助手：（涉及票据或个人信息，略）\n问：绑定不了$/,
    )
  })

  it.each([
    ['我叫李小明想问一下', '我叫〔姓名〕想问一下'],
    ['患者张三丰住院三天', '患者〔姓名〕住院三天'],
    ['姓名李小明身份证不对', '姓名〔姓名〕身份证不对'],
    ['我儿子刘洋在武汉上学', '我儿子〔姓名〕在武汉上学'],
    ['我是于小明,想换票', '我是〔姓名〕,想换票'],
    ['请给欧阳小明开票', '请给〔姓名〕开票'],
    ['張小明的票打不开', '〔姓名〕的票打不开'],
    ['李 小 明', '〔姓名〕'],
    ['I am Li Xiaoming and my receipt is lost', 'I am 〔姓名〕 and my receipt is lost'],
  ])('is the name in “%s”', (text, shown) => {
    expect(maskedForStaff(text)).toBe(shown)
  })

  it('keeps questions readable', () => {
    for (const text of [
      ...['电子票据能作废吗', '查验', '票打不开怎么办', '医院不给开票', '全部的票都打不开'],
      ...['我是高校财务', '我是黄石的单位', '患者家属能开吗', '帮我查一下票', '姓名错了怎么改'],
      ...['我是武汉市的', '给医院打电话没人接', '学生交费后多久出票', '经办人不在'],
    ]) {
      expect(maskedForStaff(text)).toBe(text)
    }
    expect(maskedForStaff('李小明，你好')).toBe('〔姓名〕,你好')
    expect(maskedForStaff('我是李小明，帮我妈妈查')).toBe('我是〔姓名〕,帮我妈妈查')
  })
})
