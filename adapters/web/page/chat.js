/** The chat page: what is typed is posted, what is answered arrives as events, and the server's log settles the rest. */
import { bubbleOf, markBubble } from './bubble.js'
import { words } from './words.js'

const PATIENCE_MS = 15_000
/** How long an answer is waited for, and how often the log is read meanwhile should an event be lost. */
const ANSWER_MS = 60_000
const LOOK_MS = 5_000
const LONGEST_PAUSE_MS = 15_000

const find = (id) => document.getElementById(id)
const [room, log, welcome, typing] = ['room', 'log', 'welcome', 'typing'].map(find)
const [notice, newer, composer, text] = ['notice', 'newer', 'composer', 'text'].map(find)

// Saying something

let queue = Promise.resolve()

/** Shows what was said at once, and sends it: in order, and each under an id of its own however often it is sent. */
function say(said, choice) {
  const message = { id: newId(), text: said, ...(choice && { choice }) }
  const turn = bubbleOf({ from: 'person', text: said, at: Date.now() })
  log.append(turn)
  send(message, turn)
}

function send(message, turn) {
  markBubble(turn, 'sending')
  settle()
  toEnd()
  queue = queue.then(async () => {
    const sent = await post(message)
    if (sent || turn.dataset.id) markBubble(turn, 'sent')
    else markBubble(turn, 'failed', () => send(message, turn))
    settle()
  })
}

async function post(message) {
  const headers = { 'content-type': 'application/json' }
  try {
    const body = JSON.stringify(message)
    return (await ask('/chat/messages', { method: 'POST', headers, body })).ok
  } catch {
    return false
  }
}

/** Asks the server. When it does not know this browser (any more), gets a cookie from the page itself and asks again. */
async function ask(path, options = {}) {
  const once = () => fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) })
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
    tell('')
    void refresh()
  })
  events.addEventListener('message', ({ data }) => hear(JSON.parse(data)))
  events.addEventListener('error', reconnectLater)
}

function reconnectLater() {
  events.close()
  failures += 1
  tell(words.disconnected)
  const pause = Math.min(500 * 2 ** failures, LONGEST_PAUSE_MS)
  clearTimeout(retry)
  retry = setTimeout(() => void refresh().then(connect), pause)
}

function hear(entry) {
  if (known(entry)) return
  const asked = log.lastElementChild?.classList.contains('person')
  log.append(bubbleOf(entry, choose))
  settle()
  if (atEnd) toEnd()
  else newer.hidden = false
  // Nothing was asked here: perhaps it was in another window of this browser.
  if (!asked) void refresh()
}

/** Reads the log and puts in what is missing here. What could not be sent stays at the end. */
async function refresh() {
  try {
    const response = await ask('/chat/log')
    if (!response.ok) return
    const { messages } = await response.json()
    let previous
    for (const entry of messages) {
      const turn = known(entry) ?? adopted(entry) ?? insert(entry, previous)
      previous = turn
    }
    settle(true)
    if (atEnd) toEnd()
  } catch {
    // Not reachable: the events say so, and come back by themselves.
  } finally {
    // From here on what is added is read out.
    log.ariaBusy = 'false'
  }
}

function known({ id }) {
  return log.querySelector(`[data-id="${CSS.escape(id)}"]`)
}

/** A bubble that was shown before the server had it is the same message as the log's. */
function adopted({ id, from, text: said }) {
  if (from !== 'person') return undefined
  const own = [...log.querySelectorAll('.person:not([data-id])')]
  const turn = own.find(({ dataset }) => dataset.text === said)
  if (!turn) return undefined
  turn.dataset.id = id
  if (turn.dataset.state === 'failed') markBubble(turn, 'sent')
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
  const waits = last?.classList.contains('person') && last.dataset.state !== 'failed'
  typing.hidden = !waits || Date.now() - Number(last.dataset.at) > ANSWER_MS
  clearTimeout(look)
  if (!typing.hidden) look = setTimeout(() => void refresh().then(() => settle()), LOOK_MS)
}

/** A button pressed twice in a row is one choice. */
function choose({ label, data }) {
  const { state, text: said } = log.lastElementChild?.dataset ?? {}
  if (state !== 'sending' || said !== label) say(label, data)
}

function tell(sentence) {
  notice.textContent = sentence
  notice.hidden = sentence === ''
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
window.addEventListener('offline', () => tell(words.disconnected))

if (matchMedia('(pointer: fine)').matches) text.focus()
void refresh().then(() => {
  toEnd()
  connect()
})
