/** What is described beside the schemas: calls that may be forms as well, made from their JSON, and `Idempotency-Key`. */
import { jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { MOST_ATTACHMENTS } from '../../core/announcements/attachment.ts'
import { KEY } from './once.ts'

interface Body {
  readonly content: Record<string, { schema?: unknown }>
}
interface Operation {
  requestBody?: unknown
  parameters?: readonly unknown[]
}
type Paths = Record<string, Record<string, Operation>>

const forms = [
  ['/api/announcements', 'post'],
  ['/api/announcements/{id}', 'put'],
] as const

/** The calls that `answeredOnce` answers. */
const repeatable = [
  ['/api/announcements', 'post'],
  ['/api/announcements/{id}/remind', 'post'],
] as const

const key = {
  ...{ name: 'Idempotency-Key', in: 'header', required: false },
  description: 'The same call with the same key has one effect and one answer.',
  schema: { type: 'string', pattern: KEY.source },
}

/** For swagger's `transformObject`. */
export function described(
  given: Parameters<typeof jsonSchemaTransformObject>[0],
): Record<string, unknown> {
  const document = jsonSchemaTransformObject(given) as { paths?: Paths }
  for (const [path, method] of forms) {
    const body = document.paths?.[path]?.[method]?.requestBody as Body | undefined
    const json = body?.content['application/json']
    if (body && json) body.content['multipart/form-data'] = formOf(json.schema)
  }
  for (const [path, method] of repeatable) {
    const operation = document.paths?.[path]?.[method]
    if (operation) operation.parameters = [...(operation.parameters ?? []), key]
  }
  return document as Record<string, unknown>
}

function formOf(content: unknown) {
  const file = { type: 'string', contentMediaType: 'application/octet-stream' }
  return {
    schema: {
      type: 'object',
      required: ['content'],
      properties: { content, files: { type: 'array', maxItems: MOST_ATTACHMENTS, items: file } },
    },
    encoding: { content: { contentType: 'application/json' } },
  }
}
