/** The greeting: where to talk first, and samples that show what they say when they are pasted. */
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../bots/config.ts'
import { greeting, samplesToTry } from '../../bots/greeting.ts'
import { openOffice } from '../support/office.ts'

const URL = 'http://127.0.0.1:3000'
const greet = (environment: Record<string, string> = {}, samples = true) =>
  greeting(URL, readConfig(environment), { samples })

/** What each line is about, in the words of its answer. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  '门诊，正常': /医疗门诊[^]*状态：正常/,
  住院: /医疗住院/,
  捐赠: /公益事业捐赠/,
  学费: /教育收费/,
  资金往来: /资金往来结算/,
  会费: /会费统一票据/,
  已冲红: /状态：已冲红/,
  红字票: /状态：红字票/,
  已换开纸质: /状态：已换开纸质/,
  已入账: /状态：已入账/,
  查验: /查验成功[^]*金额一致，开票日期一致/,
  交通罚款: /处罚决定书号下有 1 张/,
  缴款码: /缴款码下有 1 张/,
  再发全名: /交通违法[^]*状态：正常/,
}

describe('the greeting', () => {
  it('says first, in both languages, which address to open', () => {
    const [, chinese, english] = greet()
    expect(chinese).toBe(`鄂票通已就绪：在浏览器打开 ${URL}`)
    expect(english).toBe(`Ready: open ${URL}`)
    expect(greet().join('\n')).toContain('for English, say “English”')
  })

  it('shows samples only when they are there', () => {
    expect(greet().join()).toContain('42990126')
    expect(greet({}, false).join()).not.toMatch(/4299|示例/)
  })

  it('warns when links sent by Telegram would open on this machine only', () => {
    const warned = (environment: Record<string, string>) =>
      greet(environment).join().includes('只能在本机打开')
    const token = { TELEGRAM_BOT_TOKEN: '1:x' }
    expect(warned(token)).toBe(true)
    expect(warned({ ...token, PUBLIC_URL: URL })).toBe(true)
    expect(warned({ ...token, PUBLIC_URL: 'https://piao.example.cn' })).toBe(false)
    expect(warned({})).toBe(false)
  })

  it('aligns its samples, one a line', () => {
    const wide = (text: string) => text.replace(/[^\0-\x7f]/g, '..').length
    const lines = greet()
    const columns = samplesToTry().map(([label, said]) => {
      const line = lines.find((one) => one.trim().startsWith(label) && one.endsWith(said)) ?? ''
      return wide(line.slice(0, -said.length))
    })
    expect(new Set(columns).size).toBe(1)
    expect(columns[0]).toBeGreaterThan(0)
  })

  it.each(['what is to be said', 'the whole line'])(
    'shows every kind and state when %s is pasted',
    async (how) => {
      const office = await openOffice()
      let chat = office.chat()
      for (const [index, [label, said]] of samplesToTry().entries()) {
        if (label !== '再发全名') chat = office.chat({ user: `u${index}` })
        const verb = label === '查验' ? '查验 ' : ''
        const pasted = how === 'the whole line' ? `  ${label}    ${said}` : `${verb}${said}`
        expect((await chat.says(pasted)).text, pasted).toMatch(SHOWN[label] ?? /never/)
      }
      expect(samplesToTry().map(([label]) => label)).toEqual(
        expect.arrayContaining(Object.keys(SHOWN)),
      )
    },
  )
})
