/** Words about people and units in English. */
import type { Role } from '../people/person.ts'
import type { PeopleWording } from './people-zh-cn.ts'

const roleNames: Record<Role, string> = {
  payer: 'payer',
  clerk: 'clerk (经办人)',
  approver: 'approver (负责人)',
  officer: 'officer (监管员)',
  administrator: 'administrator (管理员)',
}

const channels: Readonly<Record<string, string>> = {
  web: 'the web chat',
  telegram: 'Telegram',
  console: 'the terminal',
  wechat: 'WeChat',
  'wechat-official': 'the official account',
}

export const peopleEn: PeopleWording = {
  channel: (name) => channels[name.replace(/-\d+$/, '')] ?? name,
  role: (role, place) => (place === undefined ? roleNames[role] : `${roleNames[role]} of ${place}`),
  refused: 'Sorry, there is no such thing, or it is not within your duties.',
  choices: {
    whoami: 'Who am I',
    myUnit: 'My unit',
    prefer: (channel) => `Notices to ${channel}`,
    further: 'Bind one more account',
    unbind: 'Unbind',
    unbindOther: (account) => `Unbind ${account}`,
    confirmUnbind: 'Yes, unbind',
    remove: (name, role) => `Remove ${name}, ${role}`,
    confirmRemove: 'Yes, remove',
    keep: 'Cancel',
  },
  bind: {
    ask: 'Please send “bind CODE”. Your unit’s approver or the finance department gives you the invitation code; it is good for 7 days.',
    inGroup:
      'Binding is done in private only. A code that was sent here was public and is void now (if it was mistyped, it is not: please ask who invited to withdraw it); please ask for a new one and send “bind CODE” to me in private.',
    noneInGroup:
      'Binding is done in private only: please send “bind CODE” to me in private. If you sent part of a code here, it is not void; please ask who invited to withdraw it and send a new one.',
    invalid: 'This invitation code is wrong, or no longer good. Please ask for a new one.',
    used: (told) =>
      `Somebody has already used this invitation code${told}. To bind a second account of your own, send “bind” from the account that is bound.`,
    told: {
      inviter: '; who invited has been told',
      operators: '; those who run this assistant have been told',
      nobody: '',
    },
    already: 'This account is bound already.',
    foreign: 'This account belongs to another person. Send “unbind” from it first.',
    done: (name, role) => `Hello ${name}. You are bound as ${role}.`,
    otherName: (name) =>
      `Please note: the invitation names somebody else, and here you are still known as ${name}. If the code was not meant for you, please tell who invited.`,
    furtherDone: (name) =>
      `Hello ${name}. This account is bound, and is as good as your other one.`,
    added: (channel) =>
      `One more account (${channel}) was bound to you. If it was not you, send “who am I” at once and unbind it.`,
    furtherAgain:
      'Please note: your binding code was used already, and another account tried it again and was refused. If the account bound first is not yours, send “who am I” and unbind it.',
    further:
      'Within 10 minutes, send “bind” and this code to me in private from the account to be added:',
  },
  unbind: {
    nobody: 'This account is not bound.',
    ask: 'After this the account has no duties any more; your other accounts stay as they are. Are you sure?',
    askOther: (account) =>
      `After this your account on ${account} has no duties any more. Are you sure?`,
    askLast:
      'This is the only account you have bound: all your duties end with it, and you would have to be invited again. Are you sure?',
    done: 'Unbound.',
    kept: 'Nothing was changed.',
  },
  whoami: {
    nobody:
      'This account is not bound to anybody. You need not be bound to find and verify your own receipts; people of units and of the finance department send “bind CODE”.',
    text: (name, roles) =>
      roles.length > 0
        ? `You are ${name}: ${roles.join('; ')}.`
        : `You are ${name}, without duties.`,
    accounts: (accounts) => `Bound: ${accounts.join(', ')}`,
    preferred: (channel) => `${channel} (notices go here)`,
    phone: (phone) => `Verified phone: ${phone}`,
    unlisted: (unit) => `${unit}, no longer in the directory`,
    since: (channel, day) => `${channel} (bound ${day})`,
    here: (channel) => `${channel} (this account)`,
    notYours: 'This account is not bound to you now.',
    preferredNow: (channel) => `From now on notices go to ${channel}.`,
  },
  unit: {
    none: 'You are not bound to a unit. People of units send “bind CODE”.',
    text: (unit) =>
      `${unit.name}${unit.gone ? ' (no longer in the directory)' : ''}\nUnit code: ${unit.code}\nRegion: ${unit.region}\nKind: ${unit.kind}, ${unit.mode}`,
    several: (units) =>
      `Several units have this name. Please send “my unit CODE”:\n${units.map((one) => `· ${one}`).join('\n')}`,
    role: (role) => `Your duty: ${role}`,
    region: (region, count) =>
      `Your region is ${region}, with ${count} units. To see one, send “my unit CODE”.`,
    bureau: (count) =>
      `You are an administrator; the directory has ${count} units. To see one, send “my unit CODE”.`,
    people: (people) =>
      people.length > 0
        ? `People of the unit:\n${people.map((one) => `· ${one}`).join('\n')}`
        : 'Nobody of this unit is bound yet.',
    more: (count) => `And ${count} more; to remove somebody, send “remove NAME”.`,
    inviteHint: (code) =>
      code === undefined
        ? 'To invite a clerk, send “invite clerk NAME”.'
        : `To invite somebody, send “invite clerk NAME ${code}”.`,
  },
  remove: {
    ask: 'Please send “remove NAME”.',
    which: 'Whom do you want to remove?',
    whichMany:
      'Many have this name; these are the first. If the one you mean is not among them, send “my unit CODE” and remove them there.',
    bound: (who, channel, time) => `${who} (bound on ${channel}, ${time})`,
    confirm: (name, role) => `This ends the duty of ${name}: ${role}, at once. Are you sure?`,
    done: (name, role) => `The duty of ${name} has ended: ${role}.`,
    gone: 'This person has no such duty now.',
    told: (role) =>
      `This duty of yours has ended: ${role}. Please ask your unit or the finance department if that is not right.`,
    kept: 'Nobody was removed.',
  },
  invite: {
    ask: 'Please write: invite clerk NAME UNIT-CODE; invite approver NAME UNIT-CODE; invite officer NAME REGION; invite administrator NAME; invite payer NAME.',
    unread: {
      role: 'The role could not be read: please write clerk, approver, officer, administrator or payer.',
      name: 'The name could not be read: please write it after the role.',
      region:
        'The region could not be read: please write the full name of the province, a city or a county in Chinese, or its code.',
      noRegion: 'The region is missing: please write it after the name.',
      unit: 'The unit code could not be read: please write the code of the directory, of letters and digits.',
      noUnit: 'The unit code is missing: please write it after the name.',
    },
    text: (name, role) =>
      `${name} is invited as ${role}. Give this code to that person only, who sends “bind CODE” to me in private. It is good for 7 days and one use; to take it back, send “cancel invitation NAME”:`,
    replaced:
      'Your earlier code for the same name and role had not been used; it is void now. Use the new one below.',
    takeBack: {
      ask: 'Please send “cancel invitation NAME”.',
      none: 'There is no invitation that you could cancel: please write the full name; if it was used, send “remove NAME”.',
      which: (name) => `${name} has invitations to several duties. Which is to be cancelled?`,
      done: (name, role) => `The invitation of ${name} (${role}) is cancelled; its code is void.`,
      told: (name, role) =>
        `Your invitation of ${name} (${role}) was cancelled by somebody who may invite there.`,
    },
    accepted: (name, role) => `${name} has accepted the invitation as ${role}.`,
    otherName: (name, role, taker, remove) =>
      `Please note: the invitation of ${name} (${role}) was accepted by an account that is known as ${taker}, who has this duty now. If that is not whom you invited, please choose “${remove}” at once; people of a unit can be removed in “my unit”, too.`,
    otherPayer: (name) =>
      `Please note: the invitation code of ${name} (payer) was used by an account that is known by another name, and gave no duty. Please invite again if needed.`,
    again: (name, role) =>
      `Please note: the invitation code of ${name} (${role}) was used already, and another account has tried it again; that was refused. If the first one was the wrong person, send “remove NAME” with the full name; people of a unit can be removed in “my unit”, too.`,
    voided: (name, role) =>
      `The invitation code of ${name} (${role}) was sent to a group and is void now. Please invite again if needed.`,
  },
  menu: {
    mine: 'My receipts',
    bind: 'Bind as one of a unit',
    whoami: 'Who I am here',
  },
  alarm: {
    smsBudget: (perDay) =>
      `[Epiaotong] ${perDay} text messages were sent in 24 hours: the budget is used up, no more are sent for now.`,
    otherName: (role) =>
      `[Epiaotong] An invitation code (${role}) was accepted by an account that is known by another name. It was made on the command line; please check who that is.`,
    again: (role) =>
      `[Epiaotong] An invitation code (${role}) was used already, and another account has tried it again; that was refused. It was made on the command line, or by somebody who has left.`,
    voided: (role) =>
      `[Epiaotong] An invitation code (${role}) was sent to a group and is void now. It was made on the command line, or by somebody who has left.`,
  },
  group: {
    onlyInGroup: 'Please send this in the group itself, for example “this group 省属医院”.',
    refused:
      'Sorry, you cannot set up this group. It takes a bound account, and must be within your duties.',
    ask: 'Whom is this group for? For example: this group 省属医院; this group 武汉市 学校; this group 客服 交款人; this group 取消.',
    tied: (audience) => `Done: this group is for ${audience}.`,
    staff: (audience) => `Done: this group is the staff group of “${audience}”.`,
    now: (audience) => `This group is for ${audience}.`,
    nowStaff: (audience) => `This group is the staff group of “${audience}”.`,
    untied: 'This group is no longer set up.',
    none: 'This group is not set up; it gets the general answers.',
    audience: (region, kind) => (kind === undefined ? region : `${region} ${kind}`),
    payers: 'payers (交款人)',
    words: {
      staff: /^(?:客服|人工|staff)/iu,
      off: /^(?:取消|解除|无|off)$/iu,
    },
  },
  status: {
    title: 'How things stand',
    intro: 'The channels of this process, and what is in the database:',
    channels: 'Channels',
    state: { starting: 'starting', running: 'running', failing: 'failing', stopped: 'stopped' },
    since: (state, time) => `${state} since ${time}`,
    backlog: 'Backlog',
    messages: (inbox, outbox) => `${inbox} unanswered, ${outbox} to be sent`,
    unknown: 'Sent or not, unknown',
    setAside: 'Set aside',
    count: (count) => `${count}`,
    unsure: (messages, deliveries) =>
      deliveries === 0
        ? `${messages}`
        : `${messages + deliveries}, of them ${deliveries} of announcements`,
    imports: { units: 'Import of units', receipts: 'Import of receipts' },
    imported: (time, read, imported, refused) =>
      `${time}: ${read} read, ${imported} added or changed, ${refused} refused`,
    never: 'never',
  },
  phone: {
    shareContact:
      'Please press the button below to send me the phone number of your Telegram account; it is used only to find the receipts of that number.',
    shareButton: 'Send my phone number',
    notOwn: 'This is not your own phone number. Please press the button to send your own.',
    notMobile:
      'This is no mobile number of the Chinese mainland. You can find a receipt by its code, number and check code.',
    askPhone:
      'Please send the phone number you gave when you paid (11 digits); I will send it a code of 6 digits.',
    askCode: (phone) =>
      `A code was sent to ${phone}; it is good for 5 minutes. Please send me its 6 digits.`,
    phoneLength: (digits) =>
      digits === 11
        ? 'This does not look like a mobile number of the Chinese mainland. Please check it and send it again.'
        : `A phone number has 11 digits, and you sent ${digits}. Please check it and send it again.`,
    codeLength: 'The code has 6 digits. Please check it and send it again.',
    wrongCode:
      'The code is wrong, or no longer good. Please check it; for a new one send “my receipts”.',
    noGateway:
      'Codes by text message are not available. Please find a receipt by its code, number and check code.',
    tooManyNow:
      'No more codes for this phone or account within this hour. Please try again in an hour, or use the three values on the receipt.',
    tooManyToday:
      'No more codes for this phone today. Please try again tomorrow, or use the three values on the receipt.',
    budget:
      'No more text messages can be sent today. Please try again tomorrow, or use the three values on the receipt.',
    askCodeUnsure: (phone) =>
      `A code is on its way to ${phone}, but the gateway did not confirm it. Please send me the six digits within 5 minutes; if none come, send “my receipts” again later.`,
    notSent: 'The code could not be sent. Please send “my receipts” again later.',
    sms: (code) =>
      `[Epiaotong] ${code} is your code, good for 5 minutes, for seeing your receipts. Tell nobody.`,
    none: (phone) =>
      `No receipt was found for ${phone}. Perhaps you gave another number when you paid.`,
    list: (phone, from, to) =>
      `Receipts of ${phone}, newest first, ${from === to ? from : `${from}–${to}`}:`,
    other: 'Another phone',
  },
  own: {
    none: 'Your unit has no such receipt. Please check the payer’s full name and the date.',
    list: (count) => `Receipts of your unit, ${count} in all. Please choose:`,
  },
}
