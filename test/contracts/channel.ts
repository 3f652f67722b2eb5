/** What every channel promises. `channelContract` is run on each by the same lines, with its network played beside it. */
import { describe, expect, it } from 'vitest'
import { ChannelError } from '../../core/errors.ts'
import type { Address, InboundMessage } from '../../core/message.ts'
import type { Channel, SendableFile, SendableMessage } from '../../core/ports.ts'
import { chunks } from '../support/memory-files.ts'
import { until } from '../support/until.ts'

/** One person on the network, and the network's own view of things. */
export interface ChannelRig {
  readonly channel: Channel
  /** Brings the channel up; resolves when it takes messages. */
  start(receive: (message: InboundMessage) => Promise<void>): Promise<void>
  readonly person: { readonly user: string; readonly address: Address }
  /** The person says something; the same `nth` is the same message again. */
  says(text: string, nth: number): void
  /** Everything the person can read, a text for each message; a file is read by its name. */
  read(): readonly string[]
  /** The person sends a file, or a picture where the network takes no other. */
  sendsFile(content: Buffer): void | Promise<void>
  /** What the person can save of the files that were sent; absent where only a link goes. */
  files?(): readonly Buffer[]
  /** Makes the network refuse and fail; absent where nothing can fail. */
  breakDown?(): Promise<void>
  /** Somebody says something in a group that is not meant for the assistant; absent where there are none. */
  chatters?(text: string): void
}

const message = (id: number, more: Partial<SendableMessage> = {}): SendableMessage => ({
  ...{ id, text: `答复 ${id}`, personal: false },
  ...more,
})

export function channelContract(name: string, open: () => Promise<ChannelRig>): void {
  const begin = async () => {
    const rig = await open()
    const received: InboundMessage[] = []
    await rig.start((one) => {
      received.push(one)
      return Promise.resolve()
    })
    return { ...rig, received }
  }

  describe(`the channel ${name}`, () => {
    comings(name, open, begin)
    goings(begin)
    filesComing(begin)
    filesGoing(begin)
    ends(begin)
  })
}

type Begin = () => Promise<ChannelRig & { readonly received: readonly InboundMessage[] }>

function comings(name: string, open: () => Promise<ChannelRig>, begin: Begin): void {
  it('is called what it is called, and runs after it was started', async () => {
    const { channel } = await begin()
    expect(channel.name).toBe(name)
    expect(channel.state()).toMatchObject({ state: 'running' })
    expect(channel.state().since).toBeLessThanOrEqual(Date.now())
  })

  it('says from whom and from where a message is, and that it is meant for the assistant', async () => {
    const { says, received, person } = await begin()
    says('查票 42990126', 1)
    await until(() => received.length === 1)
    expect(received[0]).toMatchObject({
      from: { ...person.address, user: person.user, group: false },
      ...{ text: '查票 42990126', addressed: true },
    })
  })

  it('gives a message that is repeated the same id, and another one another', async () => {
    const { says, received } = await begin()
    for (const nth of [1, 2, 1]) {
      const before = received.length
      says('帮助', nth)
      await until(() => received.length > before || nth === 1)
    }
    says('隐私', 3)
    await until(() => received.some(({ text }) => text === '隐私'))
    const ids = received.map(({ id }) => id)
    expect(new Set(ids).size).toBe(3)
  })

  it('keeps the order in which a person said things', async () => {
    const { says, received } = await begin()
    for (let nth = 1; nth <= 20; nth++) says(`第 ${nth} 句`, nth)
    await until(() => received.length >= 20)
    const texts = received.map(({ text }) => text)
    expect(texts).toEqual(Array.from({ length: 20 }, (_, index) => `第 ${index + 1} 句`))
  })

  it('does not lose what the store takes at the second try', async () => {
    const rig = await open()
    const kept: string[] = []
    let tries = 0
    await rig.start(({ text }) => {
      tries += 1
      if (tries === 1) return Promise.reject(new Error('no store'))
      kept.push(text)
      return Promise.resolve()
    })
    rig.says('帮助', 1)
    await until(() => tries >= 1)
    if (kept.length === 0) rig.says('帮助', 1)
    await until(() => kept.length > 0)
    expect(kept[0]).toBe('帮助')
  })

  it('lets people in groups talk among themselves', async () => {
    const { says, chatters, received } = await begin()
    if (!chatters) return
    chatters('今天开会吗')
    says('帮助', 1)
    await until(() => received.some(({ text }) => text === '帮助'))
    expect(received.filter(({ addressed, text }) => addressed && text !== '帮助')).toEqual([])
  })
}

function goings(begin: Begin): void {
  it('shows the text, the card, the link and every choice', async () => {
    const { channel, person, read } = await begin()
    const whole = message(1, {
      card: { title: '财政电子票据', lines: [{ label: '金额（元）', value: '236.21' }] },
      link: { label: '打开完整票据', url: 'http://127.0.0.1:3000/r/opaque' },
      choices: [
        { label: '查验', data: 'a.0' },
        { label: '完整票据', data: 'a.1' },
      ],
    })
    await channel.send(person.address, whole)
    await until(() => read().length === 1)
    const seen = read()[0] ?? ''
    for (const part of ['答复 1', '财政电子票据', '236.21', '查验', '完整票据', '/r/opaque']) {
      expect(seen).toContain(part)
    }
  })

  it('lets nothing turn the direction of what is read', async () => {
    const { channel, person, read } = await begin()
    await channel.send(person.address, message(1, { text: '尾号\u202e1234\u2066 <b>& ]]> 好' }))
    await until(() => read().length === 1)
    expect(read()[0]).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    expect(read()[0]).toContain('尾号1234')
  })

  it('takes a text of any length', async () => {
    const { channel, person, read } = await begin()
    await channel.send(person.address, message(1, { text: '票据电子化以后。'.repeat(2000) }))
    await until(() => read().length >= 1)
    expect(read()[0]).toContain('票据电子化以后')
  })

  it('throws a ChannelError when the network fails, without a word of the message', async () => {
    const { channel, person, breakDown } = await begin()
    if (!breakDown) return
    await breakDown()
    const failure = await channel.send(person.address, message(1)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ChannelError)
    expect(String(failure)).not.toContain('答复')
  })
}

const PICTURE = Buffer.from('\xff\xd8\xff and a picture of nobody', 'latin1')

function filesComing(begin: Begin): void {
  it('tells of a file without its content, and gives the content to who asks', async () => {
    const { channel, sendsFile, received } = await begin()
    await sendsFile(PICTURE)
    await until(() => received.length === 1)
    const [message] = received
    const [file, ...others] = message?.files ?? []
    if (!file) throw new Error('no file came')
    expect(others).toEqual([])
    expect(message).toMatchObject({ text: '', addressed: true })
    expect(file.name).toMatch(/^[^/\\]+$/)
    expect(JSON.stringify(message)).not.toContain('nobody')
    for (let time = 0; time < 2; time++) {
      const parts: Uint8Array[] = []
      for await (const part of (await channel.fetch?.(file)) ?? []) parts.push(part)
      expect(Buffer.concat(parts)).toEqual(PICTURE)
    }
  })

  it('throws a ChannelError for a file that is not to be had, without its name', async () => {
    const { channel } = await begin()
    const file = { name: '张三.pdf', type: '', ref: 'no-such-file' }
    const reading = async () => {
      for await (const part of (await channel.fetch?.(file)) ?? []) expect(part).toBeUndefined()
    }
    const failure = await reading().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ChannelError)
    expect(String(failure)).not.toContain('张三')
  })
}

function filesGoing(begin: Begin): void {
  const file = (name: string, content: Buffer | undefined): SendableFile => ({
    ...{ name, type: 'jpeg', size: content?.length ?? 1 },
    read: () => Promise.resolve(content && chunks(content)),
  })

  it('sends files with the text, where it says that it carries them', async () => {
    const { channel, person, read, files } = await begin()
    expect(channel.traits.files ?? false).toBe(files !== undefined)
    if (!files) return
    await channel.send(person.address, message(1, { files: [file('图.jpeg', PICTURE)] }))
    await until(() => files().length === 1)
    expect(files()).toEqual([PICTURE])
    expect(read().filter((text) => text.includes('答复 1'))).toHaveLength(1)
  })

  it('says of a file that was deleted meanwhile that it is, and of the text all', async () => {
    const { channel, person, read, files } = await begin()
    if (!files) return
    await channel.send(person.address, message(1, { files: [file('旧.jpeg', undefined)] }))
    await until(() => read().length === 1)
    expect(read()[0]).toContain('答复 1')
    expect(read()[0]).toContain('附件 旧.jpeg 已经删除')
    expect(files()).toEqual([])
  })
}

function ends(begin: Begin): void {
  it('takes nothing in after it was stopped, and says that it is', async () => {
    const { channel, says, received } = await begin()
    await channel.stop()
    says('帮助', 1)
    expect(channel.state().state).toBe('stopped')
    await channel.stop()
    expect(received).toEqual([])
  })
}
