/** Where Telegram posts updates in webhook mode: 200 only for what is in the inbox. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sameText } from '../../core/keys.ts'

export const WEBHOOK_PATH = '/telegram/webhook'
const SECRET_HEADER = 'x-telegram-bot-api-secret-token'

export interface WebhookOptions {
  /** What was given to setWebhook. An empty one lets nobody in. */
  readonly secret: string
  /** Resolves once the update is in the inbox, or is of no kind we know; throws when it could not be kept. */
  readonly handleUpdate: (update: unknown) => Promise<void>
}

/** Whatever is not answered with 200, Telegram sends again for a day. */
export function registerTelegramWebhook(
  app: FastifyInstance,
  { secret, handleUpdate }: WebhookOptions,
): void {
  void app.register((scope, _options, done) => {
    // Any body is taken as text, so that one that is no JSON object is 400 whatever it calls itself.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) =>
      parsed(null, parseJson(String(body))),
    )
    scope.post(WEBHOOK_PATH, {
      helmet: false,
      onRequest: async (request, reply) => {
        if (!isTelegram(request, secret)) return reply.code(401).send()
      },
      handler: async (request, reply) => {
        const update = request.body
        if (typeof update !== 'object' || update === null || Array.isArray(update)) {
          return reply.code(400).send()
        }
        const kept = await handleUpdate(update).then(
          () => true,
          () => false,
        )
        return reply.code(kept ? 200 : 500).send()
      },
    })
    done()
  })
}

function isTelegram({ headers }: FastifyRequest, secret: string): boolean {
  const given = headers[SECRET_HEADER]
  return secret !== '' && typeof given === 'string' && sameText(given, secret)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
