/** What is tried again keeps its place: nothing of the same conversation passes it. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { startBotApi, TOKEN } from '../support/bot-api.ts'
import { openOffice } from '../support/office.ts'
import { run } from '../support/process.ts'
import { textUpdate } from '../support/telegram-updates.ts'
import { temporaryDatabase } from '../support/temporary.ts'

describe('the order of a conversation', () => {
  it('is kept when a message has to be handled again', async () => {
    const office = await openOffice()
    const working = office.platform.current
    const { from } = office.chat()
    let tries = 0
    const find: typeof working.find = (reference) => {
      tries += 1
      return tries === 1 ? Promise.reject(new Error('once')) : working.find(reference)
    }
    office.platform.current = { ...working, find }
    const texts = ['42990126 0000000001 55e8a5', '取消', '帮助']
    for (const [index, text] of texts.entries())
      await office.receive({ id: `m${index}`, from, text, addressed: true, at: index })
    await office.settle()
    expect(tries).toBe(2)
    expect(office.sent.map(({ message }) => message.text.slice(0, 6))).toEqual([
      '查到这张票据',
      '现在没有正在',
      '您好，我是鄂',
    ])
  })

  it.each([
    ['a refusal of the moment', { kind: 'refused', code: 502, description: 'Bad Gateway' }],
    ['too many messages', { kind: 'limited', retryAfter: 1 }],
  ] as const)(
    'is kept from end to end when an answer has to be sent again after %s',
    async (...what) => {
      const [, failure] = what
      const api = await startBotApi()
      onTestFinished(() => api.close())
      api.fail('sendMessage', failure)
      const said = ['帮助', '取消', '隐私']
      api.push(...said.map((text) => textUpdate({ user: 1, text })))
      const main = run('main', [], {
        DATABASE_URL: temporaryDatabase(),
        TELEGRAM_BOT_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: api.root,
        TELEGRAM_RATE: '0',
      })
      await api.waitFor(({ sent }) => sent.length >= said.length, 25_000)
      main.child.kill('SIGTERM')
      await main.ended
      expect(api.calls.filter(({ method }) => method === 'sendMessage')).toHaveLength(4)
      expect(api.sent.map(({ text }) => text.slice(0, 6))).toEqual([
        '您好，我是鄂',
        '现在没有正在',
        '我们只保留办',
      ])
    },
  )
})
