/** The chat page as a person has it before them, in a real browser. */
import type { Browser, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import type { ChatServer } from './chat-server.ts'

export const PHONE = { width: 360, height: 740 }

/** The page in a window of its own, and whatever it complains of or asks elsewhere. */
export async function openPage(browser: Browser, chat: ChatServer, viewport = PHONE) {
  const context = await browser.newContext({ viewport })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const url = await chat.listen()
  const complaints: string[] = []
  page.on(
    'console',
    (message) => void (message.type() === 'error' && complaints.push(message.text())),
  )
  page.on('pageerror', (error) => void complaints.push(String(error)))
  page.on('dialog', (dialog) => void (complaints.push('a dialog'), dialog.dismiss()))
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`asked ${request.url()}`)
  })
  await page.goto(url)
  return { page, context, url, complaints }
}

export const box = (page: Page) => page.getByRole('textbox', { name: '消息' })
export const log = (page: Page) => page.getByRole('log')
export const says = async (page: Page, text: string, send = '发送') => {
  await box(page).fill(text)
  await page.getByRole('button', { name: send, exact: send === '发送' }).click()
}
export const bubbles = (page: Page) => page.locator('.turn .said').allTextContents()
