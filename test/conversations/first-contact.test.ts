/** The language of a first contact, and whose message an answer is for. */
import { describe, expect, it } from 'vitest'
import { localeOf } from '../../core/session.ts'
import { en } from '../../core/wording/en.ts'
import { zhCN } from '../../core/wording/zh-cn.ts'
import { openOffice, type Office } from '../support/office.ts'

const RECEIPT = '42990126 0000000001 55e8a5'

/** Somebody of whom the network tells the language; gives the answer. */
function stranger(office: Office, user: string, locale?: 'en' | 'zh-CN') {
  const from = { channel: 'telegram', conversation: user, user, group: false }
  let count = 0
  return async (text: string) => {
    const id = `${user}-${++count}`
    const more = locale ? { locale } : {}
    await office.receive({ id, from, text, addressed: true, at: office.clock.now(), ...more })
    await office.settle()
    return office.sent.at(-1)?.message
  }
}

describe('the first contact', () => {
  it('is in English for who writes it on an English telephone, and in Chinese for everybody else', async () => {
    const office = await openOffice()
    const answer = await stranger(office, '1', 'en')('find a receipt')
    expect(answer?.text).toContain('receipt code')
    expect(answer?.locale).toBe('en')
    for (const [user, hint] of [['2'], ['3', 'zh-CN'], ['4', 'en']] as const) {
      const chinese = await stranger(office, user, hint)('/start')
      expect(chinese?.text).toContain('我是鄂票通')
      expect(chinese?.locale).toBeUndefined()
    }
    expect((await stranger(office, '5', 'en')(RECEIPT))?.text).toContain('查到这张票据')
  })

  it('is in Chinese for who writes Chinese, whatever the telephone is set to', async () => {
    const office = await openOffice()
    expect((await stranger(office, '1', 'en')(`查票 ${RECEIPT}`))?.text).toContain('查到这张票据')
  })

  it('decides once: later the language is the one that was chosen', async () => {
    const office = await openOffice()
    const says = stranger(office, '1', 'en')
    await says('find a receipt')
    expect((await says(RECEIPT))?.card?.lines[0]?.label).toBe('Code')
    await office.restart()
    expect((await says('中文'))?.text).toContain('以后用中文')
    expect((await says(RECEIPT))?.card?.lines[0]?.label).toBe('票据代码')
  })

  it('understands the words that the page offers before anything was said', async () => {
    const office = await openOffice()
    for (const { choices } of [zhCN, en]) {
      for (const [index, label] of [choices.help, choices.lookup, choices.verify].entries()) {
        const answer = await stranger(office, `${label}${index}`)(label)
        expect(answer?.text).toMatch([/我是鄂票通/, /请发票据代码/, /请发要查验的/][index] ?? /$^/)
      }
    }
  })

  it('knows Chinese by any of its tags', () => {
    expect(['zh', 'zh-hans', 'ZH-TW', 'zh_CN'].map(localeOf)).toEqual(Array(4).fill('zh-CN'))
    expect(['en', 'en-GB', 'fr', 'zhx', ''].map(localeOf)).toEqual(Array(5).fill('en'))
  })
})

describe('an answer', () => {
  it('names the message it is for, also the one that says that handling failed', async () => {
    const office = await openOffice()
    const says = stranger(office, '1')
    expect((await says('帮助'))?.answers).toBe('1-1')
    const find = () => Promise.reject(new Error('broken'))
    office.platform.current = { ...office.platform.current, find }
    const failed = await says(RECEIPT)
    expect(failed).toMatchObject({ answers: '1-2', text: expect.stringContaining('没有处理成功') })
  })
})
