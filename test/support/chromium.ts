/** A real browser for tests: Debian's Chromium, or the one that CHROMIUM_PATH names. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where Chromium is. On a bare machine undefined, with the reason printed; under CI its absence is a failure. */
export function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM_PATH']
  const found = (named ? [named] : PLACES).find((path) => existsSync(path))
  if (found !== undefined) return found
  const reason = 'no Chromium here: install the package chromium, or name it in CHROMIUM_PATH'
  if (process.env['CI'] === 'true') throw new Error(reason)
  console.log(`skipped: ${reason}`)
  return undefined
}

/** The caller closes it. Throws where there is no Chromium. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('there is no Chromium to launch')
  return chromium.launch({
    executablePath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}
