/** What a user would otherwise run: grammY under Fastify, answering each message with one sendMessage and keeping nothing. */
import fastify from 'fastify'
import { Bot, webhookCallback } from 'grammy'

const {
  TELEGRAM_BOT_TOKEN = '',
  TELEGRAM_API_ROOT = '',
  TELEGRAM_WEBHOOK_SECRET = '',
  PORT,
} = process.env
const bot = new Bot(TELEGRAM_BOT_TOKEN, { client: { apiRoot: TELEGRAM_API_ROOT } })
bot.on('message', (context) => context.reply('查到这张票据'))

const app = fastify()
app.post(
  '/telegram/webhook',
  webhookCallback(bot, 'fastify', { secretToken: TELEGRAM_WEBHOOK_SECRET }),
)
app.get('/health', () => ({ channels: { telegram: { state: 'running' } } }))
await app.listen({ host: '127.0.0.1', port: Number(PORT) })
process.once('SIGTERM', () => process.exit(0))
