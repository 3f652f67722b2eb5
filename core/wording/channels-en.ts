/** Words of single channels in English: the page, WeChat, the official account. */
import type { ChannelWording } from './channels-zh-cn.ts'

export const channelsEn: ChannelWording = {
  chat: {
    title: 'Epiaotong',
    subtitle: 'Assistant for fiscal electronic receipts of Hubei Province',
    log: 'Conversation',
    message: 'Message',
    send: 'Send',
    attach: 'Attach a file',
    file: 'File',
    tooLarge: 'The file is larger than 10 MB and was not sent.',
    unknownType: 'Not sent: only pictures, PDF, OFD, XML, Excel, Word and ZIP files are taken.',
    tooMany: 'Too many files at once: not sent. Please try again in a few minutes.',
    placeholder: 'Receipt details or a question',
    hello: 'Hello, I am Epiaotong',
    hint: 'Send me the code, number and check code on a receipt, and I find it. Or try one of these:',
    kept: 'Texts are kept for 7 days at most; send “privacy” to read more.',
    you: 'You: ',
    me: 'Epiaotong: ',
    working: 'Working on it',
    disconnected: 'Disconnected. Connecting again…',
    sending: 'Sending…',
    failed: 'Not sent',
    resend: 'Send again',
    choices: 'Possible next steps',
    newWindow: ' (opens in a new window)',
    newer: 'New message',
    needsScript: 'This page needs JavaScript for the conversation.',
  },
  wechat: {
    late: 'I was offline just now. Please send it again.',
    groupHello: (prefix: string) =>
      `Hello, I am Epiaotong: I find and check fiscal electronic receipts of Hubei. Mention me here, or begin with “${prefix}”; what is about a receipt belongs into a private chat with me.`,
    howPrivate: (word: string) =>
      `I have written to you in private. If nothing came, add me as a contact first (write “${word}” in the request), then send me your question.`,
    login: (url: string) => `[Epiaotong] WeChat needs a login. Scan the code here: ${url}`,
    trouble: {
      'wrong-token':
        '[Epiaotong] WeChat: the token is wrong or over. Check WECHATY_PUPPET_SERVICE_TOKEN.',
      unreachable: '[Epiaotong] WeChat: the service cannot be reached. Trying again.',
      silent: '[Epiaotong] WeChat does not answer at all. Connecting anew.',
      'logged-out':
        '[Epiaotong] WeChat was logged out, here or from elsewhere. Please log in again.',
      limited: '[Epiaotong] WeChat says we are too fast. Sending pauses and resumes by itself.',
      refused: '[Epiaotong] WeChat refused a message: no contact any more, or not in the group.',
      late: '[Epiaotong] Messages came late while WeChat was offline; their senders were asked to repeat them. See npm run cli -- inbox list --set-aside.',
      gone: '[Epiaotong] The process of WeChat (npm run bot:wechat) does not respond and may have ended. Please look, and start it again.',
      missing:
        '[Epiaotong] The parts for WeChat are not installed. Other channels are not affected.',
    },
  },
  official: {
    scan: 'Scan a receipt',
    type: 'Type a receipt',
    help: 'What I can do',
    quotaSpent:
      '[Epiaotong] The official account has used up its calls of today: what is answered within 5 s goes on, the rest is sent after midnight.',
  },
}
