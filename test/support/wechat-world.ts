/** A world of contacts and groups that wechaty-puppet-mock plays, and an account in it. */
import { mock, PuppetMock } from 'wechaty-puppet-mock'
import type { Puppet } from '../../adapters/wechat/life.ts'

export const ME = { id: 'wxid-me', name: '鄂票通' }

export interface Said {
  /** The conversation: a contact or a group. */
  readonly to: string
  readonly text: string
  /** Who is mentioned by it. */
  readonly mentioned?: readonly string[]
  /** It is a file: then the text is its name. */
  readonly file?: Buffer
}

type Mocker = InstanceType<typeof mock.Mocker>

/** One account in one world of contacts and groups; each life of the puppet sees the same world. */
export function createWorld(onSaid: (said: Said) => void = () => undefined) {
  const puppets: PuppetMock[] = []
  const said: Said[] = []
  const failing: {
    with?: Error
    withFiles?: Error
    /** What becomes of a message that has gone out already: its answer is this error, or never comes. */
    afterwards?: Error | 'silence'
    dumb?: boolean
    hello?: string
  } = {}
  const contacts = new Map<string, Record<string, unknown>>()
  const rooms = new Map<string, string[]>()
  contacts.set(ME.id, { ...ME, type: 1 })

  function makePuppet(): Puppet {
    const mocker: Mocker = new mock.Mocker()
    const puppet: PuppetMock & Pick<Puppet, 'messageSendText'> = new PuppetMock({ mocker })
    for (const [id, payload] of contacts) mocker.createContact({ ...payload, id })
    for (const [id, memberIdList] of rooms) mocker.createRoom({ id, topic: id, memberIdList })
    const send = puppet.messageSendText.bind(puppet)
    const note = (one: Said) => {
      said.push(one)
      onSaid(one)
    }
    const answered = () => {
      if (failing.afterwards === 'silence') return new Promise<void>(() => undefined)
      return failing.afterwards ? Promise.reject(failing.afterwards) : Promise.resolve()
    }
    puppet.messageSendText = async (to: string, text: string, mentioned?: string[]) => {
      if (failing.with) throw failing.with
      await send(to, text)
      note({ to, text, ...(mentioned && mentioned.length > 0 && { mentioned }) })
      await answered()
    }
    puppet.messageSendFile = async (to, box) => {
      if (failing.withFiles) throw failing.withFiles
      note({ to, text: box.name, file: await box.toBuffer() })
      await answered()
    }
    puppet.ding = (data) => void (failing.dumb ?? puppet.emit('dong', { data: data ?? '' }))
    puppet.friendshipRawPayload = (id) =>
      Promise.resolve({ id, type: 2, contactId: id, hello: failing.hello ?? '', timestamp: 1 })
    puppets.push(puppet)
    return puppet
  }

  const puppet = () => {
    const last = puppets.at(-1)
    if (!last) throw new Error('no puppet lives')
    return last
  }
  let ids = 0
  /** What the puppet tells of, as if WeChat had brought it. Returns the id of the message. */
  const bring = (payload: Readonly<Record<string, unknown>>) => {
    const whole = { type: 7, timestamp: Date.now(), id: `m${Date.now()}-${++ids}`, ...payload }
    puppet().mocker.cacheMessagePayload.set(whole.id, whole as never)
    puppet().emit('message', { messageId: whole.id })
    return whole.id
  }
  return {
    ...{ puppets, said, bring, failing, puppet, makePuppet },
    contact(id: string, payload: Record<string, unknown> = {}) {
      contacts.set(id, { id, name: `名字${id}`, type: 1, ...payload })
    },
    room: (id: string, members: string[]) => void rooms.set(id, [ME.id, ...members]),
    mocker: () => puppet().mocker,
    login: () => puppet().login(ME.id),
  }
}

export type World = ReturnType<typeof createWorld>
