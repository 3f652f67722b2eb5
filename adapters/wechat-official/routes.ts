/** Where WeChat's server calls back. Nothing is read before its signature holds. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock, Logger, Randomness } from '../../core/ports.ts'
import type { OfficialChannel } from './channel.ts'
import { type Cipher, createCipher } from './cipher.ts'
import { isRecent, isSigned, signatureOf } from './signature.ts'
import { type Fields, readXml, writeXml } from './xml.ts'

export const CALLBACK_PATH = '/wechat/official'
/** WeChat gives up after five seconds, the way of the answer included. */
const PATIENCE_MS = 4500
const BODY_LIMIT = 64 * 1024
/** What WeChat takes for "received, and no answer here". */
const SUCCESS = 'success'

export type OfficialMode = 'plain' | 'compatible' | 'encrypted'

export interface CallbackOptions {
  readonly channel: OfficialChannel
  readonly token: string
  readonly appId: string
  readonly mode: OfficialMode
  /** Needed for every mode but `plain`. */
  readonly aesKey?: string
  readonly clock: Clock
  readonly random: Randomness
  readonly logger: Logger
}

const querySchema = z.object({
  signature: z.string().optional(),
  timestamp: z.string(),
  nonce: z.string().max(128),
  msg_signature: z.string().optional(),
  encrypt_type: z.string().optional(),
  echostr: z.string().max(1024).optional(),
})

type Query = z.infer<typeof querySchema>

export function registerOfficialCallback(app: FastifyInstance, options: CallbackOptions): void {
  const { aesKey, appId, random } = options
  const cipher = aesKey === undefined ? undefined : createCipher({ aesKey, appId, random })
  const desk: Desk = { ...options, ...(cipher && { cipher }) }
  void app.register((scope, _options, done) => {
    // WeChat says text/xml; whatever a body calls itself, it is read as XML or not at all.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) =>
      parsed(null, body),
    )
    scope.get(CALLBACK_PATH, (request, reply) => echo(request, reply, desk))
    scope.post(CALLBACK_PATH, {
      bodyLimit: BODY_LIMIT,
      onRequest: async (request, reply) => {
        if (!signedQuery(request, desk)) return reply.code(401).send()
      },
      handler: (request, reply) => answer(request, reply, desk),
    })
    done()
  })
}

interface Desk extends CallbackOptions {
  readonly cipher?: Cipher
}

/** The query when its signature holds, and it was signed just now. */
function signedQuery({ query }: FastifyRequest, { token, clock }: Desk): Query | undefined {
  const parsed = querySchema.safeParse(query)
  if (!parsed.success) return undefined
  const { signature, timestamp, nonce } = parsed.data
  const holds = isSigned(signature, token, timestamp, nonce) && isRecent(timestamp, clock())
  return holds ? parsed.data : undefined
}

/** How the bureau's address is confirmed in WeChat's settings. */
async function echo(
  request: FastifyRequest,
  reply: FastifyReply,
  desk: Desk,
): Promise<FastifyReply> {
  const echostr = signedQuery(request, desk)?.echostr
  if (echostr === undefined) return reply.code(401).send()
  return reply.type('text/plain; charset=utf-8').send(echostr)
}

interface Opened {
  readonly fields: Fields
  readonly encrypted: boolean
}

/** The message of a post whose query was signed. The status says what is wrong with it otherwise. */
function open(query: Query, body: string, { cipher, mode, token }: Desk): Opened | 400 | 401 {
  const outer = readXml(body)
  if (!outer) return 400
  if (query.encrypt_type !== 'aes') {
    return mode === 'encrypted' ? 401 : { fields: outer, encrypted: false }
  }
  const { timestamp, nonce, msg_signature: signature } = query
  const ciphertext = outer.get('Encrypt')
  if (!cipher || mode === 'plain' || ciphertext === undefined) return 401
  if (!isSigned(signature, token, timestamp, nonce, ciphertext)) return 401
  const inner = cipher.decrypt(ciphertext)
  if (inner === undefined) return 401
  const fields = readXml(inner)
  return fields ? { fields, encrypted: true } : 400
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  desk: Desk,
): Promise<FastifyReply> {
  const arrived = performance.now()
  const query = querySchema.parse(request.query)
  const opened = open(query, String(request.body ?? ''), desk)
  if (typeof opened === 'number') return reply.code(opened).send()
  const leave = new AbortController()
  reply.raw.once('close', () => leave.abort())
  const patienceMs = () => PATIENCE_MS - (performance.now() - arrived)
  const { signal } = leave
  try {
    const handover = await desk.channel.take(opened.fields, { patienceMs, leave: signal })
    if (!handover) return await reply.type('text/plain').send(SUCCESS)
    reply.raw.once('finish', () => handover.left(true))
    reply.raw.once('close', () => handover.left(reply.raw.writableFinished))
    const xml = passiveAnswer(opened, handover.text, desk)
    return await reply.type('application/xml; charset=utf-8').send(xml)
  } catch {
    desk.logger.warn('a wechat-official message was not kept')
    return reply.code(503).send()
  }
}

function passiveAnswer({ fields, encrypted }: Opened, text: string, desk: Desk): string {
  const { clock, cipher, token, random } = desk
  const seconds = Math.floor(clock() / 1000)
  const xml = writeXml({
    ToUserName: fields.get('FromUserName') ?? '',
    FromUserName: fields.get('ToUserName') ?? '',
    CreateTime: seconds,
    MsgType: 'text',
    Content: text,
  })
  if (!encrypted || !cipher) return xml
  const ciphertext = cipher.encrypt(xml)
  const nonce = String(random(4).readUInt32BE())
  return writeXml({
    Encrypt: ciphertext,
    MsgSignature: signatureOf(token, String(seconds), nonce, ciphertext),
    TimeStamp: seconds,
    Nonce: nonce,
  })
}
