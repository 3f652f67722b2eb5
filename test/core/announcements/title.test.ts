/** What is taken as a title, however it is marked. */
import { describe, expect, it } from 'vitest'
import { readTitle } from '../../../core/announcements/title.ts'

describe('a title', () => {
  it('counts without its marks, also when each letter is bold by itself', () => {
    const letters = '票'.repeat(100)
    expect(readTitle(letters.replaceAll('票', '**票**'))).toEqual({ title: letters })
    expect(readTitle(`${letters}票`)).toEqual({ wrong: 'length' })
  })

  it('is too long before its marks are taken off, layer by layer', () => {
    const marks = '**'.repeat(20_000)
    expect(readTitle(`${marks}票${marks}`)).toEqual({ wrong: 'length' })
  })
})
