/** The terminal: what is printed, and which line it answers. */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createConsoleChannel, render } from '../../../adapters/console/channel.ts'
import type { InboundFile, InboundMessage } from '../../../core/message.ts'
import type { SendableMessage } from '../../../core/ports.ts'
import { temporaryFolder } from '../../support/temporary.ts'

const message = (more: Partial<SendableMessage> = {}): SendableMessage => ({
  ...{ id: 1, text: '查到：\n已冲红。', personal: true },
  ...more,
})

describe('a message in the terminal', () => {
  it('is introduced, shown, warned of, and offers its choices by number', () => {
    const card = { title: '票据', lines: [{ label: '金额', value: '1.00' }] }
    const link = { label: '打开', url: 'http://127.0.0.1/r/x' }
    const choices = [{ label: '查验', data: '1.0' }]
    expect(render(message({ card, link, choices }))).toBe(
      '查到：\n【票据】\n金额：1.00\n已冲红。\n打开：http://127.0.0.1/r/x\n1. 查验',
    )
  })

  it('has no full-width colon in English', () => {
    const card = { title: 'Receipt', lines: [{ label: 'Amount', value: '1.00' }] }
    const link = { label: 'Open', url: 'http://127.0.0.1/r/x' }
    const text = render(message({ text: 'Found:', card, link, locale: 'en' }))
    expect(text).toBe('Found:\n[Receipt]\nAmount: 1.00\nOpen: http://127.0.0.1/r/x')
  })
})

describe('a link in the terminal', () => {
  it('comes with a word when its page ends with the program', () => {
    const link = { label: '打开', url: 'http://127.0.0.1/r/x' }
    expect(render(message({ link }), { linksEnd: true })).toContain('/r/x\n（这个页面由本终端提供')
    expect(render(message({ link }))).not.toContain('本终端')
    expect(render(message({ link, locale: 'en' }), { linksEnd: true })).toContain(
      'cannot be opened',
    )
  })
})

describe('a line that was typed', () => {
  async function openTerminal() {
    const printed: string[] = []
    const received: InboundMessage[] = []
    let count = 0
    const channel = createConsoleChannel({
      ...{ name: 'console', user: 'me', conversation: 'me', linksEnd: false, clock: () => 1 },
      newId: () => `id${++count}`,
      print: (text) => void printed.push(text),
    })
    await channel.start((one) => Promise.resolve(void received.push(one)))
    const answer = (more: Partial<SendableMessage>, conversation = 'me') =>
      channel.send({ channel: 'console', conversation, group: false }, message(more))
    return { channel, printed, received, answer }
  }

  it('is over when it is answered itself, not when something else is printed', async () => {
    const { channel, received, printed, answer } = await openTerminal()
    let over = false
    const said = channel.say('').then(() => (over = true))
    await answer({ text: 'of earlier', answers: 'id0' })
    await answer({ text: 'an alarm' })
    await new Promise(setImmediate)
    expect(over).toBe(false)
    await answer({ text: 'the answer', answers: 'id1' })
    await said
    expect(printed).toEqual(['of earlier', 'an alarm', 'the answer'])
    // A blank line is not the same as a picture.
    expect(received).toMatchObject([{ id: 'id1', text: ' ' }])
  })

  it('is nobody else’s: what is for another conversation is not printed', async () => {
    const { printed, answer } = await openTerminal()
    await expect(answer({ text: 'x' }, 'you')).rejects.toMatchObject({ kind: 'unavailable' })
    expect(printed).toEqual([])
  })

  it('may name a file, which is read when it is wanted; a question about files is a question', async () => {
    const { channel, received } = await openTerminal()
    const path = join(temporaryFolder(), '决定 书.pdf')
    writeFileSync(path, '%PDF-1.7')
    for (const line of [`文件 ${path}`, '文件 ./nothing.pdf', '文件 打不开/看不了怎么办']) {
      void channel.say(line)
    }
    const [there, gone] = received.map(({ files = [] }) => files[0])
    expect(received.map(({ text }) => text)).toEqual(['', '', '文件 打不开/看不了怎么办'])
    expect(JSON.stringify(received[0])).not.toContain(dirname(path))
    expect(there?.name).toBe('决定 书.pdf')
    const read = async (file: InboundFile | undefined) => {
      const parts: Uint8Array[] = []
      if (file) for await (const part of (await channel.fetch?.(file)) ?? []) parts.push(part)
      return Buffer.concat(parts).toString()
    }
    expect(await read(there)).toBe('%PDF-1.7')
    await expect(read(gone)).rejects.toMatchObject({ kind: 'refused' })
    const other = { name: 'x', type: '', ref: path }
    await expect(read(other)).rejects.toMatchObject({ kind: 'refused' })
  })
})
