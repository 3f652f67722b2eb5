/** Files and pictures over Telegram, both ways, through the real grammY client. */
import { describe, expect, it } from 'vitest'
import { decode } from '../../../adapters/telegram/decode.ts'
import { ChannelError } from '../../../core/errors.ts'
import type { Address, InboundFile } from '../../../core/message.ts'
import type { SendableFile, SendableMessage } from '../../../core/ports.ts'
import { BOT, type Failure, TOKEN } from '../../support/bot-api.ts'
import { chunks } from '../../support/memory-files.ts'
import { messageUpdate, textUpdate } from '../../support/telegram-updates.ts'
import { openTelegram } from './opened.ts'

const PERSON: Address = { channel: 'telegram', conversation: '7', group: false }
const PDF = Buffer.from('%PDF-1.7 of nobody')
const PNG = Buffer.from('\x89PNG\r\n\x1a\n and a picture', 'latin1')

const fileOf = (name: string, bytes: Buffer, type: SendableFile['type'] = 'pdf'): SendableFile => ({
  ...{ name, type, size: bytes.length },
  read: () => Promise.resolve(chunks(bytes)),
})
const gone: SendableFile = {
  ...{ name: '旧.pdf', type: 'pdf', size: 1 },
  read: () => Promise.resolve(undefined),
}
const withFiles = (...files: SendableFile[]): SendableMessage => ({
  ...{ id: 1, text: '通知全文见附件', personal: false, files },
  choices: [{ label: '收到', data: '1.0' }],
})

async function opened() {
  const telegram = await openTelegram()
  await telegram.started()
  return telegram
}

const refused = (code: number, description: string): Failure => ({
  ...{ kind: 'refused', code, description },
})

describe('what comes in', () => {
  it('is a photo in its largest size', () => {
    const photo = [
      { file_id: 'small', width: 90, height: 60, file_size: 1000 },
      { file_id: 'large', width: 900, height: 600, file_size: 90_000 },
    ]
    expect(decode(messageUpdate({ photo, caption: '这张对吗' }), BOT)).toMatchObject({
      text: '这张对吗',
      files: [{ name: 'photo.jpg', type: 'image/jpeg', size: 90_000, ref: 'large' }],
    })
  })

  it('is a document with the name and the type that were given', () => {
    const document = { file_id: 'd1', file_name: '决定书.pdf', mime_type: 'application/pdf' }
    const message = decode(messageUpdate({ document }), BOT)
    expect(message?.text).toBe('')
    expect(message?.files).toEqual([{ name: '决定书.pdf', type: 'application/pdf', ref: 'd1' }])
    const nameless = decode(messageUpdate({ document: { file_id: 'd2', file_size: 'x' } }), BOT)
    expect(nameless?.files).toEqual([{ name: 'file', type: '', ref: 'd2' }])
  })

  it('is what the bot said, when that is replied to, and nothing that others said', () => {
    const reply = (reply_to_message: object) =>
      decode(textUpdate({ text: '我的申请', more: { reply_to_message } }), BOT)?.quoted
    expect(reply({ from: BOT, text: '申请 VR-2026-000001' })).toBe('申请 VR-2026-000001')
    expect(reply({ from: BOT, caption: '附件' })).toBe('附件')
    expect(reply({ from: { id: 8 }, text: '申请 VR-2026-000001' })).toBeUndefined()
    expect(reply({ from: BOT })).toBeUndefined()
  })
})

describe('in a group', () => {
  const photo = [{ file_id: 'p1', width: 1, height: 1 }]
  const sent = (content: object, reply_to_message?: object) =>
    decode(messageUpdate(content, { chat: -100, more: { reply_to_message } }), BOT)

  it('a photo in reply to the bot is for the bot, whatever else is not', () => {
    expect(sent({ photo }, { from: BOT, text: '工单' })).toMatchObject({
      ...{ text: '', addressed: true, quoted: '工单', files: [{ ref: 'p1' }] },
    })
    expect(sent({ photo }, { from: { id: 8 } })).toBeUndefined()
    expect(sent({ photo })).toBeUndefined()
    expect(sent({ sticker: {} }, { from: BOT })).toBeUndefined()
  })
})

describe('fetching a file', () => {
  const file: InboundFile = { name: 'x.pdf', type: '', ref: 'f1' }
  const fetched = async ({ channel }: Awaited<ReturnType<typeof opened>>) => {
    const parts: Uint8Array[] = []
    for await (const part of (await channel.fetch?.(file)) ?? []) parts.push(part)
    return Buffer.concat(parts)
  }

  it('gives its bytes', async () => {
    const telegram = await opened()
    telegram.api.files.set('f1', PDF)
    expect(await fetched(telegram)).toEqual(PDF)
  })

  it('does not begin when Telegram says that it is larger than ten megabytes', async () => {
    const telegram = await opened()
    telegram.api.files.set('f1', Buffer.alloc(10 * 1024 * 1024 + 1))
    await expect(fetched(telegram)).rejects.toMatchObject({ kind: 'refused' })
    expect(telegram.api.calls.map(({ method }) => method)).not.toContain('download')
  })

  it.each<[string, string, Failure | undefined, string]>([
    ['an id that is not known', 'getFile', undefined, 'refused'],
    ['a file beyond 20 MB', 'getFile', refused(400, 'Bad Request: file is too big'), 'refused'],
    ['too many calls', 'getFile', { kind: 'limited', retryAfter: 3 }, 'limited'],
    ['a failing server', 'getFile', refused(500, 'Internal'), 'unavailable'],
    ['a file that is gone', 'download', refused(404, 'Not Found'), 'refused'],
    ['a failing download', 'download', refused(502, 'Bad Gateway'), 'unavailable'],
    ['a cut before the download', 'download', { kind: 'cut-before' }, 'unavailable'],
    ['a cut in the download', 'download', { kind: 'cut-after' }, 'unavailable'],
  ])('takes %s for what it is, and repeats no token', async (_name, method, failure, kind) => {
    const telegram = await opened()
    if (failure) {
      telegram.api.files.set('f1', PDF)
      telegram.api.fail(method, failure)
    }
    const error: unknown = await fetched(telegram).catch((caught) => caught)
    expect(error).toBeInstanceOf(ChannelError)
    expect(error).toMatchObject({ kind })
    const told = `${String(error)} ${JSON.stringify(error)} ${telegram.logged.join()}`
    expect(told).not.toContain(TOKEN)
    expect((error as Error).cause).toBeUndefined()
  })
})

describe('sending files', () => {
  it('takes the text along with the first, and shows pictures as such', async () => {
    const { api, channel } = await opened()
    await channel.send(PERSON, withFiles(fileOf('通知.pdf', PDF), fileOf('图.png', PNG, 'png')))
    expect(api.sent).toMatchObject([
      {
        ...{ chat: '7', text: '通知全文见附件' },
        file: { kind: 'document', name: '通知.pdf', bytes: PDF },
        payload: { reply_markup: { inline_keyboard: [[{ text: '收到', callback_data: '1.0' }]] } },
      },
      { text: '', file: { kind: 'photo', bytes: PNG } },
    ])
    expect(api.sent).toHaveLength(2)
  })

  it('says a text that is longer than a caption first, once, whatever fails after it', async () => {
    const { api, channel } = await opened()
    const text = '票'.repeat(1025)
    const message = { ...withFiles(fileOf('通知.pdf', PDF)), text }
    api.fail('sendDocument', refused(500, 'Internal'))
    await expect(channel.send(PERSON, message)).rejects.toMatchObject({ kind: 'unavailable' })
    await channel.send(PERSON, message)
    expect(api.sent.map((sent) => [sent.text.length, sent.file?.name])).toEqual([
      [1025, undefined],
      [0, '通知.pdf'],
    ])
  })

  it('sends as a document what Telegram does not show as a picture', async () => {
    const { api, channel } = await opened()
    api.fail('sendPhoto', refused(400, 'Bad Request: PHOTO_INVALID_DIMENSIONS'))
    await channel.send(PERSON, withFiles(fileOf('长图.png', PNG, 'png')))
    expect(api.sent).toMatchObject([{ text: '通知全文见附件', file: { kind: 'document' } }])
    expect(api.sent).toHaveLength(1)
  })

  it('says of a file that was deleted meanwhile that it is, and sends the rest', async () => {
    const { api, channel } = await opened()
    await channel.send(PERSON, withFiles(gone, fileOf('新.pdf', PDF)))
    await channel.send(PERSON, { ...withFiles(gone), id: 2 })
    const words = '通知全文见附件\n附件 旧.pdf 已经删除，没有随这条消息发出。'
    expect(api.sent.map(({ text, file }) => [text, file?.name])).toEqual([
      [words, '新.pdf'],
      [words, undefined],
    ])
  })

  it('takes a broken upload for one that may have arrived', async () => {
    const { api, channel } = await opened()
    api.fail('sendDocument', { kind: 'cut-after' })
    const failure = channel.send(PERSON, withFiles(fileOf('通知.pdf', PDF)))
    await expect(failure).rejects.toMatchObject({ kind: 'unknown' })
  })
})

describe('a file that goes to many', () => {
  const shared = (again: string, bytes = PDF): SendableFile & { readonly reads: () => number } => {
    let reads = 0
    return {
      ...{ name: '培训.pdf', type: 'pdf', size: bytes.length, again, reads: () => reads },
      read() {
        reads += 1
        return Promise.resolve(chunks(bytes))
      },
    }
  }
  const to = (conversation: string) => ({ ...PERSON, conversation })
  const uploads = ({ calls }: { calls: readonly { payload: Record<string, unknown> }[] }) =>
    calls.filter(({ payload }) => String(payload['document']).startsWith('attach://')).length

  it('is uploaded once, also when many are sent at the same time', async () => {
    const { api, channel } = await opened()
    const file = shared('f1')
    const chats = ['7', '8', '9', '10']
    await Promise.all(
      chats.map((chat, id) => channel.send(to(chat), { ...withFiles(file), id: id + 1 })),
    )
    await channel.send(to('11'), { ...withFiles(shared('f2')), id: 9 })
    expect(uploads(api)).toBe(2)
    expect(file.reads()).toBe(1)
    expect(api.sent.map(({ file: got }) => got?.bytes.equals(PDF))).toEqual(Array(5).fill(true))
  })

  it('is uploaded by the next one when the first could not, and anew when Telegram forgot it', async () => {
    const { api, channel } = await opened()
    const file = shared('f1')
    api.fail('sendDocument', refused(403, 'Forbidden: bot was blocked by the user'))
    const both = ['7', '8'].map((chat, id) => channel.send(to(chat), { ...withFiles(file), id }))
    const [first, second] = await Promise.allSettled(both)
    expect([first?.status, second?.status].toSorted()).toEqual(['fulfilled', 'rejected'])
    api.fail('sendDocument', refused(400, 'Bad Request: wrong file identifier/HTTP URL specified'))
    await channel.send(to('9'), { ...withFiles(file), id: 5 })
    expect(uploads(api)).toBe(3)
    expect(api.sent).toHaveLength(2)
  })

  it('goes one part at a time where nothing may leave twice', async () => {
    const { api, channel } = await opened()
    const text = '票'.repeat(1025)
    const told: unknown[] = []
    const part = (at: number) => ({ at, follows: (what: unknown) => void told.push(what) })
    for (const at of [0, 1, 2]) {
      const files = [shared('f1'), shared('f2')]
      await channel.send(PERSON, { ...withFiles(...files), text, part: part(at) })
    }
    expect(told).toEqual([
      { any: true, text: false },
      { any: true, text: false },
      { any: false, text: false },
    ])
    expect(api.sent.map((sent) => sent.file?.name ?? sent.text.length)).toEqual([
      ...[1025, '培训.pdf', '培训.pdf'],
    ])
  })
})
