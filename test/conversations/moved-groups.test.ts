/** A Telegram group that becomes a supergroup has another id: what was tied to it, and what waits for it, goes along. */
import { describe, expect, it } from 'vitest'
import { createKeys } from '../../core/keys.ts'
import { ChannelError } from '../../core/errors.ts'
import { moveGroup } from '../../core/moving-group.ts'
import { openTelegram } from '../adapters/telegram/opened.ts'
import { bureau, published, sender } from '../support/announcing.ts'
import { type Office, openOffice } from '../support/office.ts'
import { fillDirectory, HOSPITAL, invited } from '../support/people.ts'
import { groupUpdate, messageUpdate, textUpdate } from '../support/telegram-updates.ts'
import { until } from '../support/until.ts'

const OLD = -4299
const NEW = -1004299
const told = {
  inOld: { migrate_to_chat_id: NEW },
  inNew: { migrate_from_chat_id: OLD },
}

/** The staff's group on Telegram, with a ticket that is worked on there. */
async function staffGroup() {
  const { api, channel } = await openTelegram()
  const office = await openOffice({ channels: ['web'], connected: channel })
  await api.waitFor(({ calls }) => calls.some(({ method }) => method === 'getUpdates'))
  await fillDirectory(office)
  const says = async (text: string, chat?: number) => {
    const before = api.sent.length
    const said = chat === undefined ? text : `@epiaotong_bot ${text}`
    api.push(textUpdate({ text: said, ...(chat !== undefined && { chat }) }))
    await api.waitFor(({ sent }) => sent.length > before)
    return api.sent.at(-1)
  }
  await says(`绑定 ${await invited(office, { role: 'administrator' }, '丁四')}`)
  await says('本群 客服 缴款人', OLD)
  const asker = office.chat({ user: 'u1' })
  await asker.says('转人工 医院不给开票')
  await api.waitFor(({ sent }) => sent.some(({ text }) => text.includes('T-000001')))
  await says('接单 1', OLD)
  const asks = (text: string) => asker.says(text)
  const restart = async () => {
    await channel.stop()
    await office.restart()
  }
  return { api, office, says, asks, restart }
}

async function movesIn({ store }: Office): Promise<number> {
  const records = await store.audit.read(0, 1000)
  return records.filter(({ action }) => action === 'group.moved').length
}

const placeOf = async ({ store }: Office) => ({
  old: await store.groups.find('telegram', String(OLD)),
  tied: (await store.groups.find('telegram', String(NEW)))?.staff,
  seat: (await store.tickets.find('T-000001'))?.seat?.conversation,
})

const inNew = { old: undefined, tied: true, seat: String(NEW) }

describe('a group that has become a supergroup', () => {
  it('is found by the answer to what is sent to it, which goes to the new one at once', async () => {
    const { api, office, says, asks } = await staffGroup()
    api.migrate(OLD, NEW)
    await asks('请问好了吗')
    await api.waitFor(({ sent }) => sent.at(-1)?.text.includes('请问好了吗') === true)
    expect(api.sent.at(-1)?.chat).toBe(String(NEW))
    expect(await placeOf(office)).toEqual(inNew)
    expect((await says('本群', NEW))?.text).toContain('客服群')
    expect(await movesIn(office)).toBe(1)
  })

  it('is followed by what Telegram tells, also after a restart, and once however often it is told', async () => {
    const { api, office, says, asks, restart } = await staffGroup()
    api.fail('sendMessage', { kind: 'refused', code: 500, description: 'Internal Server Error' })
    await asks('请问好了吗')
    await until(async () => (await office.store.outbox.list('pending', 9))[0]?.attempts === 1)
    await restart()
    api.migrate(OLD, NEW)
    for (let times = 0; times < 2; times++) {
      api.push(messageUpdate(told.inOld, { chat: OLD }), messageUpdate(told.inNew, { chat: NEW }))
    }
    await api.waitFor(({ unconfirmed }) => unconfirmed.length === 0)
    expect(await placeOf(office)).toEqual(inNew)
    expect((await office.store.outbox.list('pending', 9)).map(({ to }) => to.conversation)).toEqual(
      [String(NEW)],
    )
    office.clock.advance(5000)
    await office.settle()
    await api.waitFor(({ sent }) => sent.at(-1)?.text.includes('请问好了吗') === true)
    expect(api.sent.at(-1)?.chat).toBe(String(NEW))
    expect((await says('本群', NEW))?.text).toContain('客服群')
    expect(await movesIn(office)).toBe(1)
  })

  it('gets the answer to what was asked in the old one, which quotes nothing there', async () => {
    const { api } = await staffGroup()
    api.migrate(OLD, NEW)
    const before = api.sent.length
    const text = '@epiaotong_bot 本群'
    api.push(groupUpdate({ text, chat: OLD, more: { message_id: 77 } }))
    await api.waitFor(({ sent }) => sent.length > before)
    expect(api.sent.at(-1)).toMatchObject({ chat: String(NEW) })
    expect(api.sent.at(-1)?.payload).not.toHaveProperty('reply_parameters')
  })

  it('keeps what it was tied to under its new id meanwhile', async () => {
    const { store } = await bureau()
    const tie = { audience: { region: '420000' }, staff: false, by: 'p' }
    const move = { channel: 'telegram', from: '-1', to: '-2' }
    await store.transaction(async (tx) => {
      await tx.groups.tie({ ...tie, channel: 'telegram', conversation: '-1', staff: true }, 1)
      await tx.groups.tie({ ...tie, channel: 'telegram', conversation: '-2' }, 2)
      await moveGroup(tx, createKeys('a secret for tests only'), move, 3)
    })
    const tied = await store.groups.list()
    expect(tied.map(({ conversation, staff }) => [conversation, staff])).toEqual([['-2', false]])
  })
})

describe('an announcement to a group that has become a supergroup', () => {
  const open = async () => {
    const office = await bureau()
    const group = { channel: 'telegram', conversation: '-1' }
    const tie = { ...group, audience: { region: HOSPITAL.region }, staff: false, by: 'p' }
    await office.store.transaction((tx) => tx.groups.tie(tie, 1))
    const acknowledge = { until: office.clock.now() + 86_400_000 }
    return { office, id: await published(office, { acknowledge }) }
  }

  it('goes to the new one, once, and is read there', async () => {
    const { office, id } = await open()
    const left: string[] = []
    const { run } = sender(office, [], undefined, {
      send({ conversation }) {
        const moved = new ChannelError('moved', 'elsewhere', { movedTo: '-2' })
        if (conversation === '-1') return Promise.reject(moved)
        left.push(conversation)
        return Promise.resolve()
      },
    })
    await run()
    expect(left.filter((to) => to.startsWith('-'))).toEqual(['-2'])
    expect(await office.store.deliveries.counts(id)).toMatchObject({ pending: 0, unknown: 0 })
    const waits = (conversation: string) =>
      office.store.deliveries.waitsIn({ channel: 'telegram', conversation }, office.clock.now())
    expect([await waits('-1'), await waits('-2')]).toEqual([false, true])
    expect((await office.store.groups.list()).map((one) => one.conversation)).toEqual(['-2'])
  })

  it('is not lost, nor sent twice, when it was about to leave as the group moved', async () => {
    const { office } = await open()
    const left: string[] = []
    const moving = office.store.transaction.bind(office.store)
    const { run } = sender(office, [], undefined, {
      async send({ conversation }) {
        left.push(conversation)
        if (conversation !== '-1') return
        const move = { channel: 'telegram', from: '-1', to: '-2' }
        await moving((tx) => moveGroup(tx, createKeys('a secret for tests only'), move, 1))
        throw new ChannelError('moved', 'elsewhere', { movedTo: '-2' })
      },
    })
    await run()
    expect(left.filter((to) => to.startsWith('-'))).toEqual(['-1', '-2'])
  })
})
