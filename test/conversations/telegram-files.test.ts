/** Files in a ticket over Telegram's real road: a photo of the asker to the staff, and a file of theirs back. */
import { describe, expect, it } from 'vitest'
import { PNG } from '../contracts/files.ts'
import { openTelegram } from '../adapters/telegram/opened.ts'
import { openOffice } from '../support/office.ts'
import { boundAs, fillDirectory } from '../support/people.ts'
import { messageUpdate, textUpdate } from '../support/telegram-updates.ts'
import { until } from '../support/until.ts'

async function openTicket(crossBorderApproved: boolean) {
  const { api, channel } = await openTelegram({ crossBorderApproved })
  const office = await openOffice({ channels: ['web'], connected: channel })
  await api.waitFor(({ calls }) => calls.some(({ method }) => method === 'getUpdates'))
  await fillDirectory(office)
  const admin = office.chat({ user: 'admin' })
  const officer = office.chat({ user: 'first' })
  await boundAs(office, admin, { role: 'administrator' }, '丁四')
  await boundAs(office, officer, { role: 'officer', region: '420000' }, '甲一')
  const group = { channel: 'web', conversation: '-100', group: true }
  await office.chat({ ...group, user: 'admin' }).says('本群 客服 缴款人')
  const member = office.chat({ ...group, user: 'first' })
  api.push(textUpdate({ text: '转人工 票打不开' }))
  await api.waitFor(({ sent }) => sent.some(({ text }) => text.includes('T-000001')))
  await member.says('接单 1')
  return { api, office, member }
}

describe('a ticket on Telegram', () => {
  it('takes a photo to the staff, and brings their file as a document', async () => {
    const { api, office, member } = await openTicket(true)
    api.files.set('photo-1', PNG)
    api.push(messageUpdate({ photo: [{ file_id: 'photo-1', file_size: PNG.length }] }))
    await api.waitFor(({ calls }) => calls.some(({ method }) => method === 'download'))
    await until(async () => (await office.store.files.of('ticket:T-000001')).length === 1)
    await office.settle()
    const relayed = office.sent.findLast(({ to }) => to.group)?.message
    expect(relayed?.text).toMatch(/【工单 T-000001】（附件）\n附件 1\.png.*\/f\//)
    await member.sendsFile({ name: '说明.pdf', content: Buffer.from('%PDF-1.7') }, '#1 请看')
    await api.waitFor(({ sent }) => sent.at(-1)?.file !== undefined)
    expect(api.sent.at(-1)).toMatchObject({
      text: expect.stringContaining('请看') as string,
      file: { kind: 'document', name: '说明.pdf', bytes: Buffer.from('%PDF-1.7') },
    })
  })

  it('brings a link instead while carrying more across the border is not approved', async () => {
    const { api, member } = await openTicket(false)
    await member.sendsFile({ name: '说明.pdf', content: Buffer.from('%PDF-1.7') }, '#1 请看')
    await api.waitFor(({ sent }) => sent.at(-1)?.text.includes('请看') === true)
    expect(api.sent.at(-1)?.text).toMatch(/附件 说明\.pdf.*http:\/\/127\.0\.0\.1:3000\/f\//)
    expect(api.sent.filter(({ file }) => file)).toEqual([])
  })
})
