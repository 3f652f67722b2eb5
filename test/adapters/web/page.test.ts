/** The chat page in real Chromium: what a person sees and does. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { InboundMessage, OutboundMessage } from '../../../core/message.ts'
import { chromiumPath, launchChromium } from '../../support/chromium.ts'
import { box, bubbles, log, openPage, PHONE, says } from './chat-page.ts'
import { type ChatServer, openChat } from './chat-server.ts'

const HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>&lt;b&gt;'

const choices = [
  { label: '完整票据', data: '1.0' },
  { label: '查验', data: '1.1' },
]
const card = {
  title: '湖北省医疗门诊收费票据（电子）',
  lines: [
    { label: '开票单位', value: '江汉示例医院' },
    { label: '金额（元）', value: '1236.21' },
  ],
}

/** A receipt for 查票, its page for the choice, and everything else repeated. */
function answer({ text, choice }: InboundMessage): OutboundMessage {
  if (choice === '1.0') {
    return { text: '一次性页面', link: { label: '打开完整票据', nonce: 'n' }, personal: true }
  }
  if (text === '查票') return { text: '查到这张票据：', card, choices, personal: true }
  return { text: `收到：${text}`, personal: false }
}

describe.skipIf(chromiumPath() === undefined)('the chat page', { timeout: 30_000 }, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  }, 30_000)
  afterAll(() => browser?.close())

  const open = (chat: ChatServer, viewport = PHONE) => openPage(browser, chat, viewport)

  it('holds a conversation, with a card and choices as buttons, and keeps it over a reload', async () => {
    const chat = await openChat({ answer })
    const { page, complaints } = await open(chat)
    await page.getByRole('heading', { name: '鄂票通', exact: true }).waitFor()
    await says(page, '查票')
    await log(page).getByText('查到这张票据：').waitFor()
    expect(await page.locator('dl div').allTextContents()).toEqual([
      '开票单位江汉示例医院',
      '金额（元）1236.21',
    ])
    expect(await page.locator('#welcome').isVisible()).toBe(false)
    await log(page).getByRole('button', { name: '完整票据' }).click()
    const link = log(page).getByRole('link', { name: /打开完整票据/ })
    await link.waitFor()
    expect(await link.getAttribute('href')).toMatch(/^http:\/\/127\.0\.0\.1:9\/r\//)
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
    const before = await bubbles(page)
    expect(before).toEqual(['查票', '查到这张票据：', '完整票据', '一次性页面'])
    expect(chat.heard.map(({ choice }) => choice)).toEqual([undefined, '1.0'])
    await page.reload()
    await link.waitFor()
    expect(await bubbles(page)).toEqual(before)
    expect(await log(page).getByRole('button').count()).toBe(2)
    expect(complaints).toEqual([])
  })

  it('puts a warning after the card, and nothing between it and what introduces it', async () => {
    const reversed = { text: '查到这张票据：\n已冲红。', card, personal: true }
    const { page } = await open(await openChat({ answer: () => reversed }))
    await says(page, '查票')
    await log(page).getByText('已冲红。').waitFor()
    const order =
      '[...document.querySelector(".assistant .bubble").children].map((e) => e.className)'
    expect(await page.evaluate(order)).toEqual(['unseen', 'said', 'card', 'said notes'])
  })

  it('shows bold letters, and nothing that was typed becomes markup or a link', async () => {
    const text = `**周六**维护 https://example.org/f/abc\n- ${HOSTILE}`
    const formatted = { text, formatted: true as const, personal: false }
    const { page, complaints } = await open(await openChat({ answer: () => formatted }))
    await says(page, '通知')
    const said = log(page).locator('.assistant .said')
    await said.waitFor()
    expect(await said.locator('strong').allTextContents()).toEqual(['周六'])
    expect(await said.textContent()).toBe(`周六维护 https://example.org/f/abc\n· ${HOSTILE}`)
    expect(await said.locator('img, script').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('greets an empty conversation with things to try, and with English', async () => {
    const { page } = await open(await openChat({ answer }))
    const greeting = page.getByRole('region', { name: '您好，我是鄂票通' })
    await greeting.waitFor()
    expect(await greeting.getByRole('button').allTextContents()).toEqual([
      ...['帮助', '查票', '查验', 'English'],
    ])
    await greeting.getByRole('button', { name: '查验' }).click()
    await log(page).getByText('收到：查验').waitFor()
    expect(await greeting.isVisible()).toBe(false)
  })

  it('turns to English with the answers, in everything that it says by itself', async () => {
    const english = { text: 'I answer in English.', card, choices, personal: true }
    const chat = await openChat({
      answer: (message) =>
        message.text === 'English' ? { ...english, locale: 'en' } : answer(message),
    })
    const { page } = await open(chat)
    await page.getByRole('button', { name: 'English' }).click()
    await log(page).getByText('I answer in English.').waitFor()
    // The page's own words: leaves of the page, and labels, but not a receipt, its choices and the way back.
    const remnants = `[...document.querySelectorAll('body *')].flatMap((element) => [
      element.ariaLabel,
      element.placeholder,
      element.closest('.card, .turn .choices, #other, noscript') || element.children.length > 0
        ? ''
        : element.textContent,
    ]).filter((text) => /[\\u4e00-\\u9fa5：（]/.test(text ?? ''))`
    for (const reloaded of [false, true]) {
      if (reloaded) await page.reload()
      await log(page).getByText('I answer in English.').waitFor()
      await expect.poll(() => page.title()).toBe('Epiaotong')
      expect(await page.locator('html').getAttribute('lang')).toBe('en')
      // The two names that others rely on are there as well.
      expect(await page.evaluate<string[]>(remnants)).toEqual(['Message 消息', 'Send 发送'])
      expect(await box(page).count()).toBe(1)
      expect(await page.getByRole('button', { name: 'Send' }).textContent()).toBe('Send')
      expect(await page.getByRole('group', { name: 'Possible next steps' }).count()).toBe(1)
    }
    await says(page, '中文', 'Send')
    await log(page).getByText('收到：中文').waitFor()
    await page.getByRole('button', { name: '发送', exact: true }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
    expect(await page.getByRole('textbox', { name: '消息', exact: true }).count()).toBe(1)
  })

  it('tells what the browser is set to, and later what the answers were in', async () => {
    const chat = await openChat({ answer })
    const context = await browser.newContext({ locale: 'fr-FR' })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.goto(await chat.listen())
    for (const text of ['一', '二']) {
      await says(page, text)
      await log(page).getByText(`收到：${text}`).waitFor()
    }
    expect(chat.heard.map(({ locale }) => locale)).toEqual(['en', 'zh-CN'])
  })

  it('shows no more what was deleted', async () => {
    const chat = await openChat({ answer })
    const { page } = await open(chat)
    for (const text of ['查票', '又一句']) await says(page, text)
    await log(page).getByText('收到：又一句').waitFor()
    const from = chat.heard[0]?.from ?? { channel: 'web', conversation: '', user: '', group: false }
    const asked = await chat.store.inbox.pending(['web'], 0, 9)
    const answered = await chat.store.outbox.history(from, from.user, 9)
    await chat.store.transaction(async (tx) => {
      for (const { seq } of asked) tx.inbox.finish(seq)
      for (const { id } of answered) await tx.outbox.record(id, { state: 'sent' }, 1)
      await tx.erasure.erase('web', from.user, 'nobody')
    })
    await chat.say(from.conversation, { text: '已删除。', personal: false })
    await log(page).getByText('已删除。').waitFor()
    await expect.poll(() => bubbles(page)).toEqual(['已删除。'])
  })

  it('shows whatever is said as text, on both sides', async () => {
    const hostile = {
      text: HOSTILE,
      card: { title: HOSTILE, lines: [{ label: HOSTILE, value: HOSTILE }] },
      choices: [{ label: HOSTILE, data: '1.0' }],
      personal: true,
    }
    const { page, complaints } = await open(await openChat({ answer: () => hostile }))
    await says(page, HOSTILE)
    await page.locator('dl').waitFor()
    for (const reloaded of [false, true]) {
      if (reloaded) await page.reload()
      await page.locator('dl').waitFor()
      expect(await bubbles(page)).toEqual([HOSTILE, HOSTILE])
      for (const place of ['h3', 'dt', 'dd', '.turn .choices button']) {
        expect(await page.locator(place).textContent(), place).toBe(HOSTILE)
      }
      expect(await log(page).locator('img, script').count()).toBe(0)
    }
    expect(complaints).toEqual([])
  })

  it('sends with Enter, and breaks the line with Shift+Enter', async () => {
    const chat = await openChat({ answer })
    const { page } = await open(chat)
    await box(page).click()
    await page.keyboard.type('第一行')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('第二行')
    await page.keyboard.press('Enter')
    await log(page).getByText('收到：第一行').waitFor()
    expect(chat.heard.map(({ text }) => text)).toEqual(['第一行\n第二行'])
    expect(await box(page).inputValue()).toBe('')
  })

  it('leaves Enter to the input method while Chinese is being composed', async () => {
    const chat = await openChat({ answer })
    const { page } = await open(chat)
    await box(page).fill('chapiao')
    await box(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true })
    expect(await box(page).inputValue()).toBe('chapiao')
    await box(page).dispatchEvent('keydown', { key: 'Enter' })
    expect(await box(page).inputValue()).toBe('')
  })

  it('sends a message whose receipt was not heard of once more under its id: one effect', async () => {
    const chat = await openChat({ answer })
    const { page } = await open(chat)
    let cut = 0
    await page.route('**/chat/messages', async (route) => {
      // The server has it; the page never hears so.
      if (cut++ === 0) await route.fetch()
      await (cut === 1 ? route.abort() : route.continue())
    })
    // What the log and the events would tell is held back, too.
    await page.route('**/chat/log', (route) => route.abort())
    await says(page, '只算一次')
    await log(page).getByText('没有发送成功').waitFor()
    await page.unroute('**/chat/log')
    await log(page).getByRole('button', { name: '重新发送' }).click()
    await log(page).getByText('没有发送成功').waitFor({ state: 'detached' })
    await expect.poll(() => cut).toBe(2)
    await page.reload()
    await log(page).getByText('收到：只算一次').waitFor()
    expect(await bubbles(page)).toEqual(['只算一次', '收到：只算一次'])
  })

  it('tells that it is disconnected, comes back by itself and has missed nothing', async () => {
    const chat = await openChat({ answer })
    const { page } = await open(chat)
    await says(page, '你好')
    await log(page).getByText('收到：你好').waitFor()
    await chat.channel.stop()
    await page.getByRole('status').getByText('正在重新连接').waitFor()
    await chat.say(chat.heard[0]?.from.conversation ?? '', { text: '错过的话', personal: false })
    await chat.channel.start(chat.receive)
    await log(page).getByText('错过的话').waitFor()
    await page.getByRole('status').waitFor({ state: 'hidden' })
    expect(await bubbles(page)).toEqual(['你好', '收到：你好', '错过的话'])
  })

  it('sends by itself, once and under its id, what failed while it was disconnected', async () => {
    const chat = await openChat({ answer })
    const { page } = await open(chat)
    const posted: string[] = []
    let cut = true
    await page.route('**/chat/messages', async (route) => {
      posted.push(String((route.request().postDataJSON() as { id: string }).id))
      await (cut ? route.abort() : route.continue())
    })
    await says(page, '你好')
    await log(page).getByText('没有发送成功').waitFor()
    cut = false
    await chat.channel.stop()
    await page.getByRole('status').getByText('正在重新连接').waitFor()
    await chat.channel.start(chat.receive)
    await log(page).getByText('收到：你好').waitFor()
    expect(await log(page).getByText('没有发送成功').count()).toBe(0)
    expect(posted).toHaveLength(2)
    expect(new Set(posted).size).toBe(1)
    expect(await bubbles(page)).toEqual(['你好', '收到：你好'])
  })

  it('starts another conversation when its cookie is gone, and comes back with it', async () => {
    const chat = await openChat({ answer })
    const { page } = await open(chat)
    await says(page, '从前')
    await log(page).getByText('收到：从前').waitFor()
    await page.context().clearCookies()
    await chat.channel.stop()
    await page.getByRole('status').getByText('正在重新连接').waitFor()
    await chat.channel.start(chat.receive)
    await page.getByRole('status').waitFor({ state: 'hidden' })
    await page.context().clearCookies()
    await says(page, '现在')
    await log(page).getByText('收到：现在').waitFor()
    // The events are those of the new conversation: the log need not be asked.
    await page.route('**/chat/log', (route) => route.abort())
    await says(page, '以后')
    await log(page).getByText('收到：以后').waitFor()
    expect(new Set(chat.heard.map(({ from }) => from.conversation)).size).toBe(2)
  })

  it('keeps the conversation when it is opened from another site, and starts one that way', async () => {
    const chat = await openChat({ answer })
    const { page, url } = await open(chat)
    await page
      .context()
      .route('http://elsewhere.test/', (route) =>
        route.fulfill({ contentType: 'text/html', body: `<a href="${url}/">chat</a>` }),
      )
    for (const known of [true, false]) {
      if (!known) await page.context().clearCookies()
      else await says(page, '还在吗')
      if (known) await log(page).getByText('收到：还在吗').waitFor()
      await page.goto('http://elsewhere.test/')
      await page.getByRole('link').click()
      if (known) await log(page).getByText('收到：还在吗').waitFor()
      else await page.getByRole('region', { name: '您好，我是鄂票通' }).waitFor()
    }
    await says(page, '新的')
    await log(page).getByText('收到：新的').waitFor()
    expect(new Set(chat.heard.map(({ from }) => from.conversation)).size).toBe(2)
  })

  it('shows what was sent while it was still connecting', async () => {
    const chat = await openChat({ answer })
    const { page, context } = await open(chat)
    await says(page, '你好')
    await log(page).getByText('收到：你好').waitFor()
    const held = new Promise<() => void>((resolve) => {
      void context.route('**/chat/events', (route) => resolve(() => void route.continue()))
    })
    await page.reload()
    const connect = await held
    await log(page).getByText('收到：你好').waitFor()
    await chat.say(chat.heard[0]?.from.conversation ?? '', { text: '其间', personal: false })
    connect()
    await log(page).getByText('其间').waitFor()
  })

  it('takes a choice that is pressed twice for one', async () => {
    const chat = await openChat({ answer })
    const { page } = await open(chat)
    await says(page, '查票')
    let release = () => undefined as void
    const released = new Promise<void>((resolve) => (release = resolve))
    await page.getByRole('button', { name: '完整票据' }).waitFor()
    await page.route('**/chat/messages', async (route) => {
      await released
      await route.continue()
    })
    await page.getByRole('button', { name: '完整票据' }).dblclick()
    release()
    await says(page, '完了')
    await log(page).getByText('收到：完了').waitFor()
    expect(chat.heard.map(({ text }) => text)).toEqual(['查票', '完整票据', '完了'])
  })

  it('shows in one window what was said in the other', async () => {
    const { page, context, url } = await open(await openChat({ answer }))
    const other = await context.newPage()
    await other.goto(url)
    await other.getByRole('region', { name: '您好，我是鄂票通' }).waitFor()
    await says(page, '两个窗口')
    await log(other).getByText('收到：两个窗口').waitFor()
    await expect.poll(() => bubbles(other)).toEqual(['两个窗口', '收到：两个窗口'])
  })

  it('sends a file by a button, says why one is not taken, and opens what is sent back', async () => {
    const back = 'http://127.0.0.1:9/f/opaque_token-1'
    const chat = await openChat({
      answer: () => ({ text: `附件 x.pdf：${back} http://x.example`, personal: true }),
    })
    const { page } = await open(chat)
    const file = (name: string, text: string) => ({
      ...{ name, mimeType: 'application/pdf', buffer: Buffer.from(text) },
    })
    await box(page).fill('这是证明')
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '添加文件' }).click()
    await (await choosing).setFiles(file('决定书.pdf', '%PDF-1.7'))
    await log(page).getByRole('link').first().waitFor()
    expect(await log(page).getByRole('link').count()).toBe(1)
    expect(await log(page).getByRole('link').getAttribute('href')).toBe(back)
    expect(chat.heard).toMatchObject([{ text: '这是证明', files: [{ name: '决定书.pdf' }] }])
    expect(await page.locator('.person .attached').allTextContents()).toEqual(['决定书.pdf'])
    await page.locator('#file').setInputFiles(file('x.pdf', 'MZ a program'))
    await log(page).getByText('只收图片、PDF').waitFor()
    await page.reload()
    await page.locator('.person .attached').waitFor()
    expect(await page.locator('.person .attached').allTextContents()).toEqual(['文件'])
    expect(chat.heard).toHaveLength(1)
  })

  it('fits a narrow phone, whatever is said', async () => {
    const { page } = await open(await openChat({ answer }))
    await says(page, '查票')
    await says(page, '9'.repeat(300))
    await log(page).getByText('收到：9').waitFor()
    for (const dark of [false, true]) {
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect(overflow).toBe(0)
      const room = await page.evaluate('room.scrollWidth - room.clientWidth')
      expect(room).toBe(0)
    }
    const send = await page.getByRole('button', { name: '发送', exact: true }).boundingBox()
    expect(send?.height).toBeGreaterThanOrEqual(44)
    expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(PHONE.height)
  })
})
