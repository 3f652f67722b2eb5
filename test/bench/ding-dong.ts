/** What a user would otherwise run: wechaty's ding-dong bot, answering each message with one say and keeping nothing. */
import { WechatyBuilder } from 'wechaty'
import type { Puppet } from '../../adapters/wechat/life.ts'

/** With a puppet made for the purpose, or the puppet service that the environment names. */
export async function startDingDong(puppet?: Puppet): Promise<void> {
  const bot = WechatyBuilder.build({ puppet: puppet ?? 'wechaty-puppet-service' })
  bot.on('message', async (message) => {
    if (!message.self()) await message.say('查到这张票据')
  })
  bot.on('error', () => undefined)
  await bot.start()
}

if (process.argv[1] === import.meta.filename) {
  await startDingDong()
  console.log('started')
}
