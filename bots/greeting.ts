/** What is printed when the assistant is ready: where to talk to it, and what to try. */
import { sampleReceipts } from '../adapters/platform/samples.ts'
import type { Config } from './config.ts'

export function greeting(url: string, config: Config): string[] {
  const channels = config.TELEGRAM_BOT_TOKEN ? `，Telegram（${config.TELEGRAM_TRANSPORT}）` : ''
  const ready = ['', `鄂票通已就绪：在浏览器打开 ${url}${channels}`, '在终端对话：npm run chat']
  return config.DATABASE_URL === undefined ? [...ready, ...trySamples()] : [...ready, '']
}

function trySamples(): string[] {
  const [clinic, , , fine] = sampleReceipts
  if (!clinic || !fine) return []
  return [
    '可以试试（示例票据，均为虚构）：',
    `  ${clinic.code} ${clinic.number} ${clinic.check}`,
    `  查验 ${clinic.code} ${clinic.number} ${clinic.check} ${clinic.issuedOn} 236.21`,
    `  处罚决定书号 ${fine.decisionNumber}，再发缴款人 ${fine.payer.name}`,
    '  隐私    English    帮助',
    '',
  ]
}
