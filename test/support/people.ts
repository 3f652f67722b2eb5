/** People for tests: a small directory, and invitations as the command line makes them. */
import { randomBytes } from 'node:crypto'
import { codeHash, INVITATION_LIFE_MS, newCode } from '../../core/people/invitation.ts'
import type { Given } from '../../core/people/person.ts'
import type { Unit } from '../../core/people/unit.ts'
import type { Chat, Office } from './office.ts'

/** In 武汉 (420106), and the issuer of a sample receipt; in 宜城 under 襄阳 (420684); directly under the province. */
export const CLINIC: Unit = {
  code: '12420100429900011B',
  name: '楚天示范中医院',
  region: '420106',
  kind: '医院',
  mode: '系统对接',
}
export const COUNTY: Unit = {
  ...CLINIC,
  code: '12420600429900021C',
  name: '鄂北示范医院',
  region: '420684',
}
export const HOSPITAL: Unit = {
  ...CLINIC,
  code: '12420000429900001A',
  name: '江城示范医院',
  region: '420000',
}

export async function fillDirectory(
  office: Office,
  units = [CLINIC, COUNTY, HOSPITAL],
): Promise<void> {
  const now = office.clock.now()
  await office.store.transaction(async (tx) => {
    await tx.units.put(units, now)
    await tx.units.markGone(now)
  })
}

/** A code as `cli invite` prints it. */
export async function invited(office: Office, given: Given, name: string): Promise<string> {
  const code = newCode(randomBytes)
  const expiresAt = office.clock.now() + INVITATION_LIFE_MS
  await office.store.transaction((tx) =>
    tx.invitations.add(codeHash(code) ?? '', { given, name, by: 'cli', expiresAt }),
  )
  return code
}

/** Binds this chat's account to a role. */
export async function boundAs(
  office: Office,
  chat: Chat,
  given: Given,
  name: string,
): Promise<void> {
  const { text } = await chat.says(`绑定 ${await invited(office, given, name)}`)
  if (!text.includes('已绑定')) throw new Error(`not bound: ${text}`)
}

/** The code in an answer. */
export function codeIn(text: string): string {
  return /(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}/.exec(text)?.[0] ?? ''
}

/** What was sent to this chat of the assistant's own accord, or to anybody, since the mark. */
export function textsTo(office: Office, { from }: Chat, since = 0): string[] {
  return office.sent
    .slice(since)
    .filter(({ to }) => to.channel === from.channel && to.conversation === from.conversation)
    .map(({ message }) => message.text)
}
