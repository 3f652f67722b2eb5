/** The chat page: what is typed is posted, what is answered arrives as events, and the server's log settles the rest. */
import { bubbleOf, markBubble } from './bubble.js'
import { languageHint, speak, words } from './language.js'
import { upload } from './upload.js'

const PATIENCE_MS = 15_000
/** How long an answer is waited for, and how often the log is read meanwhile should an event be lost. */
const ANSWER_MS = 60_000
const LOOK_MS = 5_000
const LONGEST_PAUSE_MS = 15_000

const find = (id) => document.getElementById(id)
const [room, log, welcome, typing] = ['room', 'log', 'welcome', 'typing'].map(find)
const [notice, newer, composer, text] = ['notice', 'newer', 'composer', 'text'].map(find)
const file = find('file')

// Saying something

let queue = Promise.resolve()
/** What is not known to have arrived, by its bubble. */
const unsent = new Map()
/** How often the server has been reached anew. */
let connections = 0

/** Shows what was said at once, and sends it: in order, and each under an id of its own however often it is sent. */
function say(said, { choice, file } = {}) {
  const text = said === '' ? {} : { text: said }
  const message = { id: newId(), ...text, language: languageHint(), ...(choice && { choice }) }
  if (file) message.file = file
  const shown = file && { withFiles: true, fileName: file.name }
  const turn = bubbleOf({ from: 'person', text: said, at: Date.now(), ...shown })
  log.append(turn)
  send(message, turn)
}

function send(message, turn) {
  unsent.set(turn, message)
  markBubble(turn, 'sending')
  settle()
  toEnd()
  queue = queue.then(async () => {
    const before = connections
    const refusal = await upload(message, ask)
    const sent = refusal === undefined && (await post(message))
    if (sent || turn.dataset.id) arrived(turn)
    else if (refusal) refused(turn, refusal)
    else markBubble(turn, 'failed', { resend: () => send(message, turn) })
    settle()
    // The server came back while this try was still dying: nobody else would try again.
    if (connections > before) resend()
  })
}

function arrived(turn) {
  unsent.delete(turn)
  markBubble(turn, 'sent')
}

/** The same file would be refused again. */
function refused(turn, reason) {
  unsent.delete(turn)
  markBubble(turn, 'refused', { reason })
}

/** What failed while there was no connection is sent once more when there is one. */
function resend() {
  for (const [turn, message] of unsent) {
    if (turn.dataset.state === 'failed') send(message, turn)
  }
}

async function post({ file, ...message }) {
  const headers = { 'content-type': 'application/json' }
  // Its upload failed: it is tried again with the message.
  if (file) return false
  try {
    const body = JSON.stringify(message)
    return (await ask('/chat/messages', { method: 'POST', headers, body })).ok
  } catch {
    return false
  }
}

/** Asks the server. When it does not know this browser (any more), gets a cookie from the page itself and asks again. */
async function ask(path, options = {}, patienceMs = PATIENCE_MS) {
  const once = () => fetch(path, { ...options, signal: AbortSignal.timeout(patienceMs) })
  const response = await once()
  if (response.status !== 401) return response
  await fetch('/', { signal: AbortSignal.timeout(PATIENCE_MS) })
  connect()
  return once()
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

// Hearing the answer

let events
let retry
let failures = 0

/** Pages that nobody looks at hold no connection: browsers have few, and the log is read on return. */
function connect() {
  events?.close()
  clearTimeout(retry)
  if (document.hidden) return
  events = new EventSource('/chat/events')
  events.addEventListener('open', () => {
    failures = 0
    connections += 1
    tell()
    void refresh().then(resend)
  })
  events.addEventListener('message', ({ data }) => hear(JSON.parse(data)))
  events.addEventListener('error', reconnectLater)
}

function reconnectLater() {
  events.close()
  failures += 1
  tell('disconnected')
  const pause = Math.min(500 * 2 ** failures, LONGEST_PAUSE_MS)
  clearTimeout(retry)
  retry = setTimeout(() => void refresh().then(connect), pause)
}

function hear(entry) {
  if (known(entry)) return
  log.append(bubbleOf(entry, choose))
  speak(entry.locale)
  settle()
  if (atEnd) toEnd()
  else newer.hidden = false
  // Perhaps it was asked in another window of this browser, or something is there no more.
  void refresh()
}

/** Makes this page show what the log does. What could not be sent stays at the end. */
async function refresh() {
  const settled = [...log.children].filter(
    ({ dataset }) => dataset.id !== undefined || dataset.state === 'sent',
  )
  try {
    const response = await ask('/chat/log')
    if (!response.ok) return
    const { messages, whole } = await response.json()
    const answer = messages.findLast(({ from }) => from === 'assistant')
    if (answer) speak(answer.locale)
    let previous
    for (const entry of messages) {
      const turn = known(entry) ?? adopted(entry) ?? insert(entry, previous)
      previous = turn
    }
    if (whole) drop(settled, messages)
    settle(true)
    if (atEnd) toEnd()
  } catch {
    // Not reachable: the events say so, and come back by themselves.
  } finally {
    // From here on what is added is read out.
    log.ariaBusy = 'false'
  }
}

/** What was deleted on the server does not stay on the screen. */
function drop(settled, messages) {
  const ids = new Set(messages.map(({ id }) => id))
  for (const turn of settled) if (!ids.has(turn.dataset.id)) turn.remove()
}

function known({ id }) {
  return log.querySelector(`[data-id="${CSS.escape(id)}"]`)
}

/** A bubble that was shown before the server had it is the same message as the log's. */
function adopted({ id, from, text: said, withFiles = false }) {
  if (from !== 'person') return undefined
  const own = [...log.querySelectorAll('.person:not([data-id])')]
  const turn = own.find(
    ({ dataset }) => dataset.text === said && Boolean(dataset.files) === withFiles,
  )
  if (!turn) return undefined
  turn.dataset.id = id
  if (turn.dataset.state === 'failed') arrived(turn)
  return turn
}

function insert(entry, previous) {
  const turn = bubbleOf(entry, choose)
  if (previous) previous.after(turn)
  else log.prepend(turn)
  return turn
}

// What shows

let look

/** The greeting while nothing was said; the dots while an answer is waited for. */
function settle(read = false) {
  const last = log.lastElementChild
  if (last || read) welcome.hidden = Boolean(last)
  const unheard = ['failed', 'refused'].includes(last?.dataset.state)
  const waits = last?.classList.contains('person') && !unheard
  typing.hidden = !waits || Date.now() - Number(last.dataset.at) > ANSWER_MS
  clearTimeout(look)
  if (!typing.hidden) look = setTimeout(() => void refresh().then(() => settle()), LOOK_MS)
}

/** A button pressed twice in a row is one choice. */
function choose({ label, data }) {
  const { state, text: said } = log.lastElementChild?.dataset ?? {}
  if (state !== 'sending' || said !== label) say(label, { choice: data })
}

function tell(name) {
  notice.dataset.word = name ?? ''
  notice.textContent = words[name] ?? ''
  notice.hidden = name === undefined
}

/** Whether the newest message is in view: then it stays there, whatever comes or takes room below. */
let atEnd = true

function toEnd() {
  atEnd = true
  room.scrollTop = room.scrollHeight
  newer.hidden = true
}

// The page's own controls

function submit() {
  const said = text.value.trim()
  if (said === '') return
  text.value = ''
  grow()
  say(said)
}

/** As high as what is typed, up to the limit that the style sheet sets. */
function grow() {
  text.style.height = 'auto'
  text.style.height = `${text.scrollHeight + 2}px`
}

/** What is typed goes with it. */
function attach() {
  const [chosen] = file.files
  file.value = ''
  if (!chosen) return
  const said = text.value.trim()
  text.value = ''
  grow()
  say(said, { file: chosen })
}

find('attach').addEventListener('click', () => file.click())
file.addEventListener('change', attach)
composer.addEventListener('submit', (event) => {
  event.preventDefault()
  submit()
  text.focus()
})
text.addEventListener('input', grow)
text.addEventListener('keydown', (event) => {
  // While Chinese is being composed, Enter belongs to the input method (229 is how Safari says so).
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
  event.preventDefault()
  submit()
})
for (const button of welcome.querySelectorAll('button')) {
  button.addEventListener('click', () => say(button.textContent))
}
newer.addEventListener('click', toEnd)
room.addEventListener('scroll', () => {
  atEnd = room.scrollHeight - room.scrollTop - room.clientHeight < 100
  if (atEnd) newer.hidden = true
})
new ResizeObserver(() => atEnd && toEnd()).observe(room)
document.addEventListener('visibilitychange', () => {
  if (document.hidden) events?.close()
  else connect()
})
window.addEventListener('online', connect)
window.addEventListener('offline', () => tell('disconnected'))

if (matchMedia('(pointer: fine)').matches) text.focus()
void refresh().then(() => {
  toEnd()
  connect()
})
