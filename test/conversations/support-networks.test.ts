/** Files both ways in a ticket, through the real adapters of Telegram and WeChat. */
import { FileBox } from 'file-box'
import { expect, it, onTestFinished } from 'vitest'
import { createTelegramChannel } from '../../adapters/telegram/channel.ts'
import { ME, openLoggedIn } from '../adapters/wechat/opened.ts'
import { PNG } from '../contracts/files.ts'
import { startBotApi, TOKEN } from '../support/bot-api.ts'
import { openOffice, type Office } from '../support/office.ts'
import { boundAs, fillDirectory } from '../support/people.ts'
import { messageUpdate, textUpdate } from '../support/telegram-updates.ts'
import { until } from '../support/until.ts'

const PDF = Buffer.from('%PDF-1.7 of nobody')

/** An officer in the browser chat, who takes the first ticket. */
async function officerOf(office: Office) {
  await fillDirectory(office)
  const officer = office.chat({ channel: 'web', user: 'officer' })
  await boundAs(office, officer, { role: 'officer', region: '420000' }, '甲一')
  return officer
}

const relayed = ({ sent }: Office) =>
  sent.filter(({ to, message }) => to.conversation === 'officer' && message.text.includes('/f/'))

it('on WeChat a picture goes to the officer, and a document comes back', async () => {
  const { office, world, bring, chat, messages } = await openLoggedIn()
  const officer = await officerOf(office)
  const asker = chat('wxid-li')
  expect(await asker.says('转人工 票打不开')).toContain('工单 T-000001')
  await officer.says('接单 1')
  const id = bring({ talkerId: 'wxid-li', listenerId: ME.id, type: 6, filename: 'image.jpg' })
  const box = FileBox.fromBase64(PNG.toString('base64'), 'image.jpg')
  world.mocker().cacheFileBoxPayload.set(id, box.toJSON())
  await until(async () => {
    await office.settle()
    return relayed(office).length > 0
  })
  expect(relayed(office)[0]?.message.text).toContain('image.png')
  await officer.sendsFile({ name: '说明.pdf', content: PDF }, '#1 请看附件')
  await until(() => messages('wxid-li').some(({ file }) => file !== undefined))
  expect(messages('wxid-li').find(({ file }) => file)).toMatchObject({
    text: '说明.pdf',
    file: PDF,
  })
})

it('on Telegram a document goes to the officer, and one comes back where that is approved', async () => {
  const api = await startBotApi()
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const channel = createTelegramChannel({
    ...{ token: TOKEN, apiRoot: api.root, transport: 'polling', publicUrl: () => '' },
    ...{ crossBorderApproved: true, clock: Date.now, logger: quiet },
  })
  const office = await openOffice({ channels: ['web'], connected: channel, realClock: true })
  onTestFinished(async () => {
    await channel.stop()
    await api.close()
  })
  const officer = await officerOf(office)
  api.push(textUpdate({ text: '转人工 票打不开' }))
  await api.waitFor(({ sent }) => sent.some(({ text }) => text.includes('工单 T-000001')))
  await officer.says('接单 1')
  api.files.set('doc-1', PDF)
  const document = { file_id: 'doc-1', file_name: '票.pdf', file_size: PDF.length }
  api.push(messageUpdate({ document, caption: '这一张' }))
  await until(async () => {
    await office.settle()
    return relayed(office).length > 0
  })
  expect(relayed(office)[0]?.message.text).toMatch(/【工单 T-000001】这一张\n附件 票\.pdf/)
  await officer.sendsFile({ name: '说明.pdf', content: PDF }, '#1 请看附件')
  await api.waitFor(({ sent }) => sent.some(({ file }) => file !== undefined))
  const answer = api.sent.find(({ file }) => file)
  expect(answer?.text).toContain('【工作人员】请看附件')
})
