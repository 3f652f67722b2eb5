/** The files of the page, with the words filled in; read once, at start. */
import { readFileSync } from 'node:fs'
import { en } from '../../core/wording/en.ts'
import type { Wording } from '../../core/wording/wording.ts'
import { zhCN } from '../../core/wording/zh-cn.ts'

export interface PageFile {
  readonly path: string
  readonly type: string
  readonly content: string
}

const STYLE = 'text/css; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'

/** The page itself is `/`; everything it loads lies beneath `/chat/`. */
export function pageFiles(): { readonly index: string; readonly assets: readonly PageFile[] } {
  return {
    index: filled(read('index.html'), wordsOf(zhCN)),
    assets: [
      { path: '/chat/chat.css', type: STYLE, content: read('chat.css') },
      { path: '/chat/bubble.css', type: STYLE, content: read('bubble.css') },
      { path: '/chat/icon.svg', type: 'image/svg+xml', content: read('icon.svg') },
      { path: '/chat/chat.js', type: SCRIPT, content: read('chat.js') },
      { path: '/chat/bubble.js', type: SCRIPT, content: read('bubble.js') },
      { path: '/chat/upload.js', type: SCRIPT, content: read('upload.js') },
      { path: '/chat/language.js', type: SCRIPT, content: read('language.js') },
      { path: '/chat/words.js', type: SCRIPT, content: wordsModule() },
    ],
  }
}

type Words = Readonly<Record<string, string>>

/** Where one writes and how one sends is found by its Chinese name in every language: others rely on it. */
function wordsOf({ chat, choices }: Wording): Words {
  const { help, lookup, verify, language } = choices
  const named = (own: string, chinese: string) => (own === chinese ? own : `${own} ${chinese}`)
  return {
    ...{ ...chat, help, lookup, verify, language },
    message: named(chat.message, zhCN.chat.message),
    sendName: named(chat.send, zhCN.chat.send),
  }
}

/** `{{name}}` → the words of that name. A name without words is a mistake in the page, and stops the start. */
function filled(html: string, words: Words): string {
  return html.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => {
    const text = words[name]
    if (text === undefined) throw new Error(`the page asks for unknown words: ${name}`)
    return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  })
}

function wordsModule(): string {
  const words = JSON.stringify({ 'zh-CN': wordsOf(zhCN), en: wordsOf(en) })
  return `/** The words that the page says by itself. */\nexport const wordsOf = ${words}\n`
}

function read(name: string): string {
  return readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8')
}
