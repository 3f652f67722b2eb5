/** Everything derived from the one secret (`EPIAOTONG_SECRET`): pseudonyms and the tokens of one-time links. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { personOf, type Sender } from './message.ts'

/** A keyed hash: tells the same from the different, and nothing else. */
export type Pseudonym = string

export interface Keys {
  /** The same value gives the same pseudonym; without the secret nothing can be told from it. 128 bits, hex. */
  pseudonym(kind: 'person' | 'ip' | 'receipt' | 'payment' | 'phone', value: string): Pseudonym
  person(from: Pick<Sender, 'channel' | 'user'>): Pseudonym
  /** The token of a one-time link: 192 bits, base64url. Only its hash is stored. */
  linkToken(nonce: string): string
  /** Signs what must not be changed by who has the database and not the secret. 256 bits, hex. */
  seal(text: string): string
  /** The random bytes of an invitation code. Only the code's hash is stored. */
  invitation(nonce: string): (bytes: number) => Buffer
}

/** `secret` is any text of 16 characters or more. */
export function createKeys(secret: string): Keys {
  const mac = (purpose: string, value: string) =>
    createHmac('sha256', secret).update(`${purpose}\n${value}`).digest()
  const pseudonym: Keys['pseudonym'] = (kind, value) =>
    mac(kind, value).toString('hex').slice(0, 32)
  return {
    pseudonym,
    person: (from) => pseudonym('person', personOf(from)),
    seal: (text) => mac('seal', text).toString('hex'),
    invitation: (nonce) => (bytes) => mac('invitation', nonce).subarray(0, bytes),
    linkToken: (nonce) => mac('link', nonce).subarray(0, 24).toString('base64url'),
  }
}

/** What of a token is stored. Tokens are random, so a plain hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Compares in a time that depends on neither text. */
export function sameText(left: string, right: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(left), hash(right))
}
