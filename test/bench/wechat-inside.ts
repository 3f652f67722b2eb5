/** One process with the mock in it: `ours` or `ding-dong`, told by its arguments; prints what was measured as JSON. */
import { performance } from 'node:perf_hooks'
import { createWorld, ME } from '../support/wechat-world.ts'
import { startDingDong } from './ding-dong.ts'
import { converse, type Talk } from './wechat-load.ts'

const [subject = 'ours', databaseUrl = '', messages = '10000'] = process.argv.slice(2)

const talk: Talk = { say: () => undefined, onSaid: () => undefined }
const world = createWorld(({ to }) => talk.onSaid(to))
for (let user = 1; user <= 300; user++) world.contact(`wxid-${user}`)
talk.say = (user, text) => void world.bring({ talkerId: user, listenerId: ME.id, text })

const began = performance.now()
await (subject === 'ours' ? startOurs() : startDingDong(world.makePuppet()))
while (world.puppets.length === 0 || world.puppet().state.active() !== true) {
  await new Promise((resolve) => setTimeout(resolve, 2))
}
world.login()
await converse(talk, 1, 1)
const startMs = performance.now() - began
await converse(talk, 64, 500)
const before = process.memoryUsage.rss()
const measured = await converse(talk, 64, Number(messages))
console.log(JSON.stringify({ ...measured, startMs, before, after: process.memoryUsage.rss() }))
process.exit(0)

/** The whole line, with the puppet that this process makes. */
async function startOurs(): Promise<void> {
  const { createWechatChannel } = await import('../../adapters/wechat/channel.ts')
  const { readConfig } = await import('../../bots/config.ts')
  const { openLine } = await import('../../bots/line.ts')
  const config = readConfig({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' })
  const line = await openLine(config, { publicUrl: () => 'http://127.0.0.1:3000' })
  const nothing = () => undefined
  const channel = createWechatChannel({
    ...{ puppet: world.makePuppet, prefix: '小票', lateAfterMs: 600_000, sparesMachines: false },
    ...{ clock: Date.now, chance: Math.random, logger: line.logger },
    friends: { words: [], gapMs: 1000 },
    news: { trouble: nothing, login: nothing, counted: nothing, state: nothing },
    takeLate: () => Promise.resolve(),
    greet: () => Promise.resolve(),
  })
  await line.run([{ channel, pace: { perSecond: 0 } }])
}
