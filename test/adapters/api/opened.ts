/** The API over a bureau's office: its tokens and its calls. */
import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { registerApi } from '../../../adapters/api/announcements.ts'
import { createServer } from '../../../adapters/http/server.ts'
import { OWN_YEARS, readCalendar } from '../../../adapters/calendar-files/folder.ts'
import { createKeys } from '../../../core/keys.ts'
import { makeToken } from '../../../bots/token.ts'
import { usualAnnouncementRules } from '../../../core/announcements/rules.ts'
import type { Scope } from '../../../core/announcements/access.ts'
import type { Clock, Files } from '../../../core/ports.ts'
import type { Store } from '../../../core/store.ts'
import { fakeClock } from '../../support/clock.ts'
import { type OfficeOptions, openOffice } from '../../support/office.ts'
import { boundAs, CLINIC, fillDirectory } from '../../support/people.ts'

const ALL: Scope[] = ['announcements:write', 'announcements:approve', 'announcements:read']
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

export async function api(options: OfficeOptions = {}) {
  const office = await openOffice(options)
  await fillDirectory(office)
  const people = [
    ['writer', { role: 'officer', region: '420000' }],
    ['approver', { role: 'officer', region: '420000' }],
    ['wuhan', { role: 'officer', region: '420100' }],
    ['clerk', { role: 'clerk', unit: CLINIC.code }],
  ] as const
  for (const [user, given] of people) {
    await boundAs(office, office.chat({ channel: 'telegram', user }), given, `${user}某`)
  }
  const { store } = office
  const clock = fakeClock(office.clock.now())
  const { app, call, routes } = await serving(store, office.files, clock.now)
  const token = async (as: string, scopes: readonly Scope[] = ALL) => {
    const lines: string[] = []
    const io = { out: (line: string) => void lines.push(line), err: () => undefined }
    await makeToken(
      { as, scopes, days: 1, json: false },
      { ...io, store, random: randomBytes, now: clock.now },
    )
    return lines.at(-1) ?? ''
  }
  return { office, store, clock, token, call, app, routes }
}

/** One server of the API over a store: several of them may have one database. */
export async function serving(store: Store, files: Files, now: Clock) {
  const calendar = await readCalendar(OWN_YEARS, quiet)
  const metrics = { contentType: 'text/plain', text: () => Promise.resolve('') }
  const app = await createServer({ logger: quiet, store, channels: [], metrics })
  const keys = createKeys('a secret for tests only')
  const shared = { ...{ store, keys, files }, clock: now, logger: quiet }
  const rates = { telegram: 30, wechat: 5 / 60 }
  const announcementRules = { ...usualAnnouncementRules, rates }
  const channels = () => []
  const routes: string[] = []
  app.addHook('onRoute', ({ method, url }) => void routes.push(`${String(method)} ${url}`))
  await registerApi(app, {
    ...shared,
    office: { ...shared, calendar, channels, announcementRules },
  })
  onTestFinished(() => app.close())
  const call = async (
    bearer: string,
    url: string,
    body?: object | string,
    headers: Record<string, string> = {},
    method: 'GET' | 'POST' | 'PUT' = body ? 'POST' : 'GET',
  ) => {
    const answer = await app.inject({
      ...{ method, url: `/api${url}` },
      headers: { authorization: `Bearer ${bearer}`, ...headers },
      ...(body && { payload: body }),
    })
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: answer.json<Record<string, unknown>>(),
    }
  }
  return { app, call, routes }
}

export const NOTICE = { title: '系统维护', text: '本周六维护。', audience: { region: '420000' } }
