/** `npm run bot:wechat`: WeChat in a process of its own, on the database that `npm start` serves. */
import { ConfigError, localUrl, readConfig } from './config.ts'
import { failureLines } from './failure.ts'
import { endAtLastResort, outliveReaders } from './last-resort.ts'
import { live, type Serving } from './life.ts'
import { openLine } from './line.ts'
import { openWechat } from './wechat-part.ts'

async function main(): Promise<void> {
  outliveReaders()
  if (await live(start)) console.log('鄂票通：微信已启动')
}

async function start(): Promise<Serving> {
  const config = readConfig()
  if (!config.WECHATY_PUPPET) {
    throw new ConfigError('WECHATY_PUPPET: takes the package of a wechaty puppet')
  }
  const publicUrl = () => config.PUBLIC_URL ?? localUrl(config, config.PORT)
  const line = await openLine(config, { publicUrl })
  const part = await openWechat(config, line, { publicUrl, onLost: () => process.exit(1) })
  if (part?.kind !== 'here') {
    await part?.release()
    await line.close()
    throw new ConfigError(
      part?.kind === 'elsewhere'
        ? 'another process serves WeChat on this database: start this one before npm start'
        : 'WECHATY_PUPPET: that puppet is not installed',
    )
  }
  endAtLastResort(line.logger, part.spares)
  await line.run([part.paced])
  return {
    async stop() {
      await line.pause()
      await line.drain()
      await part.release()
      await line.close()
    },
  }
}

main().catch((error: unknown) => {
  for (const sentence of failureLines(error)) console.error(sentence)
  process.exit(1)
})
