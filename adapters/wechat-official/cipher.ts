/** WeChat's encryption of messages: AES-256-CBC over 16 random bytes, a length, the text and the app's id. */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Randomness } from '../../core/ports.ts'

const BLOCK = 32
const AES_BLOCK = 16
const NOISE = 16
const LENGTH = 4

export interface Cipher {
  /** Undefined for what was not encrypted with this key for this app. */
  decrypt(base64: string): string | undefined
  encrypt(text: string): string
}

export interface CipherOptions {
  /** The EncodingAESKey: 43 characters of base64. */
  readonly aesKey: string
  readonly appId: string
  readonly random: Randomness
}

export function createCipher({ aesKey, appId, random }: CipherOptions): Cipher {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const iv = key.subarray(0, AES_BLOCK)
  return {
    decrypt(base64) {
      const bytes = Buffer.from(base64, 'base64')
      if (bytes.length === 0 || bytes.length % AES_BLOCK !== 0) return undefined
      const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
      const plain = unpadded(Buffer.concat([decipher.update(bytes), decipher.final()]))
      return plain && opened(plain, appId)
    },
    encrypt(text) {
      const body = Buffer.from(text)
      const length = Buffer.alloc(LENGTH)
      length.writeUInt32BE(body.length)
      const plain = Buffer.concat([random(NOISE), length, body, Buffer.from(appId)])
      const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
      return Buffer.concat([cipher.update(padded(plain)), cipher.final()]).toString('base64')
    },
  }
}

function opened(plain: Buffer, appId: string): string | undefined {
  if (plain.length < NOISE + LENGTH) return undefined
  const end = NOISE + LENGTH + plain.readUInt32BE(NOISE)
  if (plain.subarray(end).toString() !== appId) return undefined
  return plain.subarray(NOISE + LENGTH, end).toString()
}

function padded(plain: Buffer): Buffer {
  const count = BLOCK - (plain.length % BLOCK)
  return Buffer.concat([plain, Buffer.alloc(count, count)])
}

/** PKCS#7 with blocks of 32 bytes, where AES itself has 16. */
function unpadded(padded: Buffer): Buffer | undefined {
  const count = padded.at(-1) ?? 0
  if (count < 1 || count > BLOCK || count > padded.length) return undefined
  const end = padded.length - count
  return padded.subarray(end).every((byte) => byte === count) ? padded.subarray(0, end) : undefined
}
