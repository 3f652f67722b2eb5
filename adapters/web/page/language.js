/** The language of the page: Chinese until the assistant answers in another one. */
import { wordsOf } from './words.js'

export let locale = 'zh-CN'
export let words = wordsOf[locale]

/** What was answered in last; until then only the browser knows. */
let answered

/** What the server is told of the person's language: it counts at the first contact only. */
export const languageHint = () => answered ?? navigator.language

/** Turns everything that stands on the page, and what will, to the language of the last answer. */
export function speak(next = 'zh-CN') {
  answered = next
  if (next === locale) return
  locale = next
  words = wordsOf[next]
  document.documentElement.lang = next
  document.title = words.title
  document.getElementById('other').lang = next === 'en' ? 'zh-CN' : 'en'
  for (const element of document.querySelectorAll('[data-word]')) {
    element.textContent = words[element.dataset.word]
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.ariaLabel = words[element.dataset.label]
  }
  document.getElementById('text').placeholder = words.placeholder
}
