/** The one-time page: once, in one browser, for ten minutes. */
import { describe, expect, it } from 'vitest'
import { createServer } from '../../../adapters/http/server.ts'
import { registerReceiptPage } from '../../../adapters/receipt-page/routes.ts'
import { PlatformError } from '../../../core/errors.ts'
import { MINUTE } from '../../support/clock.ts'
import { openOffice, type Office } from '../../support/office.ts'

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36'
const noMetrics = { contentType: 'text/plain', text: () => Promise.resolve('') }
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

async function openPages(office: Office) {
  const app = await createServer({
    logger: silent,
    store: office.store,
    channels: [],
    metrics: noMetrics,
  })
  let count = 0
  registerReceiptPage(app, {
    store: office.store,
    platform: {
      ...office.platform.current,
      find: (reference) => office.platform.current.find(reference),
    },
    clock: office.clock.now,
    randomness: (bytes) => Buffer.alloc(bytes, ++count),
    secure: true,
  })
  return (path: string, cookie?: string, agent = BROWSER, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ method, url: path, headers: { 'user-agent': agent, ...(cookie && { cookie }) } })
}

async function linkInEnglish(office: Office): Promise<string> {
  const chat = office.chat({ user: 'english' })
  await chat.says('English')
  await chat.says('42990126 0000000002 138904')
  return String((await chat.presses('Full receipt')).link)
}

async function linkFor(office: Office, receipt = '42990126 0000000001 55e8a5'): Promise<string> {
  const chat = office.chat()
  await chat.says(receipt)
  return new URL((await chat.presses('完整票据')).link ?? '').pathname
}

const cookieOf = (page: { headers: Record<string, unknown> }) =>
  String(page.headers['set-cookie']).split(';')[0] ?? ''

describe('the one-time page', () => {
  it('shows the whole face', async () => {
    const office = await openOffice()
    const page = await (await openPages(office))(await linkFor(office))
    expect(page.statusCode).toBe(200)
    for (const part of [
      '湖北省医疗门诊收费票据（电子）',
      '42990126',
      '0000000001',
      '55e8a5',
      '张三丰',
      '2026-03-06 09:41:27',
      '化验费',
      '156.21',
      '贰佰叁拾陆元贰角壹分',
      '236.21',
      '江城示范医院',
      '示范复核员',
      '示范收款员',
      '个人自付 86.21 元',
    ]) {
      expect(page.body).toContain(part)
    }
    expect(page.body).not.toContain('13800000001')
    expect(page.headers['cache-control']).toBe('no-store')
    expect(page.headers['referrer-policy']).toBe('no-referrer')
    expect(String(page.headers['set-cookie'])).toMatch(/HttpOnly; Secure; SameSite=Lax/)
  })

  it('speaks the language of who asked for it, and the address says no more than that', async () => {
    const office = await openOffice()
    const get = await openPages(office)
    const url = new URL(await linkInEnglish(office))
    expect(url.href).toMatch(/^http:\/\/127\.0\.0\.1:3000\/r\/[\w-]{32}\?lang=en$/)
    const path = url.pathname + url.search
    const looked = await get(path, undefined, 'TelegramBot')
    expect(looked.body).toContain('one-time page')
    const page = await get(path)
    expect(page.body).toMatch(/<html lang="en">[^]*State: reversed[^]*cannot be reimbursed/)
    const ofThePage = page.body.replace(
      /<dd>[^]*?<\/dd>|<td[^]*?<\/td>|<h1[^]*?<\/h1>|<title>.*?<\/title>/g,
      '',
    )
    expect(ofThePage.replace('reversed (已冲红)', '')).not.toMatch(/[\u4e00-\u9fa5：（]/)
    expect((await get(path)).body).toContain('has expired or was opened')
    expect((await get(await linkFor(office))).body).toContain('<html lang="zh-CN">')
  })

  it('reloads in the browser that opened it first, and is gone for any other', async () => {
    const office = await openOffice()
    const get = await openPages(office)
    const path = await linkFor(office)
    const first = await get(path)
    expect((await get(path)).statusCode).toBe(410)
    const again = await get(path, cookieOf(first))
    expect(again.statusCode).toBe(200)
    expect(again.body).toContain('张三丰')
    expect((await get(path, 'epiaotong_page=guessed')).statusCode).toBe(410)
  })

  it('is over after ten minutes, also where it was open', async () => {
    const office = await openOffice()
    const get = await openPages(office)
    const path = await linkFor(office)
    const first = await get(path)
    office.clock.advance(10 * MINUTE)
    const late = await get(path, cookieOf(first))
    expect(late.statusCode).toBe(410)
    expect(late.body).not.toContain('张')
    expect((await get('/r/no-such-token-at-all-0000000000')).statusCode).toBe(410)
  })

  it.each([
    'TelegramBot (like TwitterBot)',
    'Mozilla/5.0 (compatible; WeChat link fetcher)',
    'facebookexternalhit/1.1',
    'WhatsApp/2.23',
    'Slackbot-LinkExpanding 1.0',
  ])('tells %s nothing, and stays unopened', async (agent) => {
    const office = await openOffice()
    const get = await openPages(office)
    const path = await linkFor(office)
    const looked = await get(path, undefined, agent)
    const nothing = await get('/r/no-such-token', undefined, agent)
    expect(looked.body).toBe(nothing.body)
    expect(looked.headers['set-cookie']).toBeUndefined()
    expect((await get(path)).statusCode).toBe(200)
  })

  it('is shown to people inside WeChat, and not consumed by HEAD', async () => {
    const office = await openOffice()
    const get = await openPages(office)
    const path = await linkFor(office)
    const head = await get(path, undefined, BROWSER, 'HEAD')
    expect(head.statusCode).toBe(200)
    expect(head.headers['set-cookie']).toBeUndefined()
    const inside = 'Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50 WeChat/arm64'
    expect((await get(path, undefined, inside)).body).toContain('张三丰')
  })

  it('escapes what a receipt says, and masks an identity number', async () => {
    const office = await openOffice()
    const get = await openPages(office)
    const evil = { code: '42990126', number: '0000000777', check: 'aaaaa1' }
    await office.store.transaction((tx) =>
      tx.ledger.add([
        {
          ...evil,
          name: '<script>alert(1)</script>',
          issuedOn: '2026-01-01',
          amountFen: 1,
          issuer: { name: '"><img src=x>' },
          payer: { name: "O'Neil & Söhne \u202egnp", code: '429900190001011234' },
          items: [],
          flags: {},
          checks: 0,
        },
      ]),
    )
    const { body } = await get(await linkFor(office, '42990126 0000000777 aaaaa1'))
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(body).toContain('O&#39;Neil &amp; Söhne gnp')
    expect(body).not.toContain('<img')
    expect(body).not.toContain('429900190001011234')
  })

  it('says so when the platform is away, and can be reloaded then', async () => {
    const office = await openOffice()
    const get = await openPages(office)
    const path = await linkFor(office)
    const working = office.platform.current
    office.platform.current = {
      ...working,
      find: () => Promise.reject(new PlatformError('timeout', 'late')),
    }
    const first = await get(path)
    expect(first.statusCode).toBe(503)
    expect(first.body).toContain('暂时查不了')
    office.platform.current = working
    expect((await get(path, cookieOf(first))).body).toContain('张三丰')
  })
})
