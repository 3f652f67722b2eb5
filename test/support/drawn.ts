/** `npm test` draws the same examples each time, so that a red run means a changed program; `npm run test:long` draws new ones. */
import fc from 'fast-check'

if (!process.env['LONG']) fc.configureGlobal({ seed: 20_261_129 })
