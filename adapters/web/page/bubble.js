/** How one message looks. Whatever a person or the server says becomes text, never markup. */
import { locale, words } from './language.js'
import { wordsOf } from './words.js'

const AMOUNT = /^-?[\d,]+\.\d{2}$/

/** The element of one message of the log; `onChoice` is told which of its choices is pressed. */
export function bubbleOf(entry, onChoice) {
  const own = entry.from === 'person'
  const language = own ? locale : (entry.locale ?? 'zh-CN')
  const turn = make('article', `turn ${entry.from}`)
  if (!own) turn.lang = language
  if (entry.id) turn.dataset.id = entry.id
  turn.dataset.at = entry.at
  turn.dataset.text = entry.text
  turn.dataset.files = entry.withFiles ? 'yes' : ''
  const bubble = make('div', 'bubble')
  const speaker = own ? worded('you', 'unseen') : make('span', 'unseen', wordsOf[language].me)
  bubble.append(speaker)
  if (entry.text || !entry.withFiles) bubble.append(textOf(entry.text, entry.bold))
  if (entry.withFiles) bubble.append(attached(entry.fileName))
  if (entry.card) bubble.append(cardOf(entry.card))
  if (entry.notes) bubble.append(textOf(entry.notes, entry.notesBold, 'said notes'))
  if (entry.link) bubble.append(linkOf(entry.link, wordsOf[language]))
  turn.append(bubble, footOf(entry.at, language))
  if (entry.choices?.length) {
    turn.append(choicesOf(entry.choices, wordsOf[language].choices, onChoice))
  }
  return turn
}

/** `sent`, `sending`, `failed`, which can be sent again, or `refused`, for the reason of that name. */
export function markBubble(turn, state, { resend, reason = state } = {}) {
  turn.dataset.state = state
  turn.querySelector('.fate')?.remove()
  if (state === 'sent') return
  const fate = make('span', 'fate')
  fate.append(worded(reason))
  if (state === 'failed') {
    const again = worded('resend', 'again', 'button')
    again.type = 'button'
    again.addEventListener('click', resend)
    fate.append(' ', again)
  }
  turn.querySelector('.foot').prepend(fate)
}

/** Where a file of ours can be fetched; no other address that somebody wrote becomes a link. */
const FILE_LINK = /(https?:\/\/[^\s/]+\/f\/[\w-]+)/

function textOf(text, bold = [], className = 'said') {
  const said = make('p', className)
  let end = 0
  for (const { offset, length } of bold) {
    said.append(...linked(text.slice(end, offset)))
    end = offset + length
    said.append(make('strong', '', text.slice(offset, end)))
  }
  said.append(...linked(text.slice(end)))
  return said
}

function linked(text) {
  return text.split(FILE_LINK).map((part, index) => {
    if (index % 2 === 0) return part
    const link = make('a', '', part)
    return Object.assign(link, { href: part, target: '_blank', rel: 'noopener noreferrer' })
  })
}

/** The name is known on this page only: the server forgets it. */
function attached(name) {
  return name ? make('p', 'attached', name) : worded('file', 'attached', 'p')
}

function cardOf({ title, lines }) {
  const card = make('section', 'card')
  const list = make('dl')
  for (const { label, value } of lines) {
    const line = make('div')
    const shown = make('dd', AMOUNT.test(value) ? 'amount' : '', value)
    line.append(make('dt', '', label), shown)
    list.append(line)
  }
  card.append(make('h3', '', title), list)
  return card
}

function linkOf({ label, url }, { newWindow }) {
  const link = make('a', 'link', label)
  if (/^https?:\/\//i.test(url)) link.href = url
  link.target = '_blank'
  link.rel = 'noopener noreferrer'
  link.append(make('span', 'unseen', newWindow))
  return link
}

function choicesOf(choices, name, onChoice) {
  const group = make('div', 'choices')
  group.role = 'group'
  group.ariaLabel = name
  for (const choice of choices) {
    const button = make('button', '', choice.label)
    button.type = 'button'
    button.addEventListener('click', () => onChoice(choice))
    group.append(button)
  }
  return group
}

/** The time; before today with its day. */
function footOf(at, language) {
  const when = new Date(at)
  const today = when.toDateString() === new Date().toDateString()
  const month = language === 'en' ? 'short' : 'numeric'
  const day = today ? {} : { month, day: 'numeric' }
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  const shown = when.toLocaleString(language, { ...day, ...clock })
  const time = make('time', '', shown)
  time.dateTime = when.toISOString()
  const foot = make('div', 'foot')
  foot.append(time)
  return foot
}

/** Words of the page's own, which turn with its language. */
function worded(name, className = '', tag = 'span') {
  const element = make(tag, className, words[name])
  element.dataset.word = name
  return element
}

function make(tag, className = '', text = '') {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (text) element.textContent = text
  return element
}
