/** The words about writing an announcement. */
import type { AnnouncementsWording } from './announcements-zh-cn.ts'

export const writing: AnnouncementsWording['writing'] = {
  questions: {
    title: () =>
      'Let us write an announcement (“cancel” leaves at any time, “back” goes one step back). What is its title?',
    text: () => 'What is its text? **Two stars** make letters bold, lines with “- ” a list.',
    files: () =>
      'Any files? Send them now, at most 5 of up to 10 MB: PDF, OFD, Word, Excel, PowerPoint or pictures; then choose “done”. Without any choose “no files”.',
    audience: () =>
      'Who is it for? Name regions, kinds of units, 系统对接/在线, 经办人/负责人, 已绑定/未绑定, a group (省属医院群), names or codes of units, joined by 且 (and), 或 (or), 不含 (not): 武汉市 且 医院 不含 系统对接. For everybody: all.',
    mandatory: () => 'Is it mandatory, or may recipients unsubscribe from such news?',
    acknowledge: (example) =>
      `Shall recipients answer “收到”? If so, by when: “3 days” or “${example}”.`,
    when: (example) => `When shall it leave? Choose, or write a time: “${example}”.`,
  },
  untilWhen: (example) => `By when? Please write it like this: “3 days” or “${example}”.`,
  labels: {
    title: [],
    text: [],
    files: ['done'],
    audience: ['all'],
    mandatory: ['mandatory', 'optional'],
    acknowledge: ['no', '3 days', '7 days'],
    when: ['after approval', 'urgent'],
  },
  within: (label, regions) => `${label} (${regions.join(', ')})`,
  keep: 'keep',
  submit: 'submit',
  leave: 'cancel',
  changes: {
    title: 'change title',
    text: 'change text',
    files: 'change files',
    audience: 'change audience',
    mandatory: 'change unsubscribing',
    acknowledge: 'change acknowledging',
    when: 'change time',
  },
  wrong: {
    title: (most) => `A title has 1 to ${most} characters. Please send it again.`,
    titleLines:
      'A title is one line, without line breaks or control characters. Please send it again.',
    text: (most) => `A text has 1 to ${most} characters. Please send it again.`,
    audience: 'This audience could not be read. Please write it like this: 武汉市 且 医院.',
    namesakes: (name, count, listed) =>
      `${count} units are called “${name}”. Please write a code instead${count > listed ? ` (the first ${listed} are listed)` : ''}:`,
    unknownUnits: (codes, count) =>
      `No unit in your region has these codes: ${codes.join(', ')}${count > codes.length ? ` (${count} in all)` : ''}. Please write the audience again.`,
    beyond: 'This is beyond your region. Please name the region you are in charge of.',
    mandatory: 'Please choose “mandatory” or “optional”.',
    time: (example) => `This time could not be read. Please write it like this: ${example}.`,
    choice: 'That was not understood. Please check the announcement below and choose.',
    past: 'This time has passed. Please write a later one, with its year if it is far off.',
    early: (sendAt) =>
      `Acknowledging must end after it is sent (${sendAt}). Please write a later time.`,
    late: (until) =>
      `It must be sent before acknowledging ends (${until}). Please write an earlier time, or choose “change acknowledging”.`,
  },
  summary: 'Please check',
  over: 'This step is over. To write a new announcement send “/announce”.',
  attention: 'Attention',
  reachesNobody: 'nobody can be reached now',
  counted: (units, people) => `units: ${units}, persons: ${people}`,
  way: (recipients, messages, seconds) =>
    `${recipients} recipients, ${messages} messages, ${seconds < 60 ? 'less than a minute' : `about ${Math.floor(seconds / 60)} min ${seconds % 60} s`}`,
  first: 'The first one leaves',
  waits: (opens) => `${opens} (in working hours only, unless it is urgent)`,
  last: 'The last one leaves',
  nobodyApproves: (id) =>
    `Announcement ${id} is written, but no other officer could approve it yet. Please ask the bureau’s administrators for one.`,
  submitted: (id) =>
    `Announcement ${id} waits for approval; other officers were asked (“审批通知 ${id}”). You will be told; then send “发送通知 ${id}”.`,
}

export const attaching: AnnouncementsWording['attaching'] = {
  more: (count, names) => `Files so far, ${count}: ${names}. Send more, or choose “done”.`,
  none: 'no files',
  done: 'done',
  anew: 'remove all',
  wrong: 'Please send the files themselves, then choose “done”; also when there are none.',
  trouble: {
    'too-many': 'At most 5 files: what was more was not taken.',
    refused:
      'A file was not taken: only PDF, OFD, Word, Excel, PowerPoint files and pictures of up to 10 MB are.',
    away: 'A file did not arrive. Please send it again.',
  },
  sentTooLongAgo:
    'The files were sent too long ago and are deleted. Please write the announcement again.',
  attached: (names, id, follow) => {
    const word = id === undefined ? '“通知” with its number' : `“通知 ${id}”`
    return follow
      ? `Attached: ${names} (where they did not arrive, send ${word})`
      : `Attached: ${names}. Send ${word} for them.`
  },
  gone: (names) => `${names}: no longer kept.`,
}
