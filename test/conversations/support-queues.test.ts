/** To whose queue a ticket comes, and in which chat that queue is worked. */
import { describe, expect, it } from 'vitest'
import type { Unit } from '../../core/people/unit.ts'
import { openOffice } from '../support/office.ts'
import { boundAs, CLINIC, fillDirectory, HOSPITAL, textsTo } from '../support/people.ts'
import { bureau, CHANNELS, inGroup, textsIn } from '../support/support.ts'

const SCHOOL: Unit = { ...HOSPITAL, code: '12420000429900002B', name: '江城示范大学', kind: '学校' }
const AGENCY: Unit = { ...HOSPITAL, code: '12420000429900003C', name: '示范厅', kind: '省直单位' }

describe('a queue', () => {
  it.each([
    ['省直', AGENCY, '湖北省 省直单位'],
    ['省属医院', HOSPITAL, '湖北省 医院'],
    ['省属学校', SCHOOL, '湖北省 学校'],
    ['武汉市', CLINIC, '武昌区 市州县单位'],
    ['缴款人', undefined, '湖北省 交款人'],
  ])('is worked in the group that was tied to it: %s', async (queue, unit, name) => {
    const made = await bureau()
    const { office } = made
    await fillDirectory(office, [AGENCY, SCHOOL, HOSPITAL, CLINIC])
    const tie = (words: string, conversation: string) =>
      office
        .chat({ channel: 'wechat', user: 'admin', group: true, conversation })
        .says(`本群 客服 ${words}`)
    await tie(queue, '-1')
    await tie(queue === '缴款人' ? '省属医院' : '缴款人', '-2')
    const asker = office.chat({ channel: 'web', user: 'asker' })
    if (unit) await boundAs(office, asker, { role: 'clerk', unit: unit.code }, '己六')
    expect((await asker.says('转人工 急')).text).toContain(`由“${name}”的工作人员处理`)
    expect(textsIn(office, '-1').join()).toContain(`【工单 T-000001】新工单 · ${name}`)
    expect(textsIn(office, '-2').join()).not.toContain('T-000001')
    expect(textsTo(office, made.second).join()).not.toContain('T-000001')
    const member = inGroup(made, 'first', 'telegram', '-3')
    expect((await member.says('待办')).text).toContain('只在客服群或私聊里办理')
  })

  it('without a group and without officers is the administrators’, in private', async () => {
    const office = await openOffice({ channels: CHANNELS })
    await fillDirectory(office)
    const admin = office.chat({ channel: 'wechat', user: 'admin' })
    await boundAs(office, admin, { role: 'administrator' }, '丁四')
    const asker = office.chat({ channel: 'telegram', user: 'asker' })
    await asker.says('转人工 急')
    expect(textsTo(office, admin).join()).toContain('【工单 T-000001】新工单')
    await office.restart()
    await admin.says('#1 来了')
    expect(textsTo(office, asker).at(-1)).toBe('【工作人员】来了')
  })
})
