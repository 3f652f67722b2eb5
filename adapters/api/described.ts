/** The description of calls that may be forms as well: made from that of their JSON. */
import { jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { MOST_ATTACHMENTS } from '../../core/announcements/attachment.ts'

interface Body {
  readonly content: Record<string, { schema?: unknown }>
}
type Paths = Record<string, Record<string, { requestBody?: unknown }>>

const forms = [
  ['/api/announcements', 'post'],
  ['/api/announcements/{id}', 'put'],
] as const

/** For swagger's `transformObject`. */
export function withForms(
  given: Parameters<typeof jsonSchemaTransformObject>[0],
): Record<string, unknown> {
  const document = jsonSchemaTransformObject(given) as { paths?: Paths }
  for (const [path, method] of forms) {
    const body = document.paths?.[path]?.[method]?.requestBody as Body | undefined
    const json = body?.content['application/json']
    if (body && json) body.content['multipart/form-data'] = formOf(json.schema)
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
