/** Files that go with a message: uploaded first, then named in it. */

const PATIENCE_MS = 120_000
const LARGEST = 10 * 1024 * 1024
/** Why the server will not take it, by status. */
const REFUSALS = { 413: 'tooLarge', 415: 'unknownType', 422: 'unknownType', 429: 'tooMany' }

/**
 * Puts the message's file where the server has it, once; a message without one is left as it is. Resolves to the
 * reason when it is refused. When it could not be reached the message still has its `file`.
 */
export async function upload(message, ask) {
  const { file } = message
  if (!file) return undefined
  if (file.size > LARGEST) return 'tooLarge'
  const headers = { 'content-type': 'application/octet-stream' }
  try {
    const request = { method: 'POST', headers, body: file }
    const response = await ask('/chat/files', request, PATIENCE_MS)
    if (!response.ok) return REFUSALS[response.status]
    const { ref } = await response.json()
    message.files = [{ ref, name: file.name.slice(-255) || 'file' }]
    delete message.file
  } catch {
    // Not reached, or the file is there no more: it can be sent again.
  }
  return undefined
}
