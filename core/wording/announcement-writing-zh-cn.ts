/** 写通知的用语。 */
import type { Step } from '../announcements/dialog.ts'
import type { Trouble } from '../files/taking.ts'

export const writing = {
  questions: {
    title: () => '好的，来写一条通知（发“取消”随时退出，“上一步”改前面的）。请发标题。',
    text: () => '请发正文。**两对星号**之间的字加粗，“- ”开头的行是列表。',
    files: () =>
      '要附文件吗？请直接发，最多 5 个，每个不超过 10 MB，可以是 PDF、OFD、Word、Excel、PPT 文件或图片；发完选“好了”。不附就选“不附文件”。',
    audience: () =>
      '发给谁？写地区、单位类别、系统对接/在线、经办人/负责人、已绑定/未绑定、“省属医院群”这样的群、单位名称或代码，用“且”“或”“不含”连接，例如：武汉市 且 医院 不含 系统对接。全部就写“全部”。',
    mandatory: () => '这条通知必须送达，还是允许对方退订？',
    acknowledge: (example: string) =>
      `要对方回“收到”吗？要的话写截止时间，例如“3 天”或“${example}”。`,
    when: (example: string) => `什么时候发？可以选，也可以写时间，例如“${example}”。`,
  },
  untilWhen: (example: string) => `好的，请写截止时间，例如“3 天”或“${example}”。`,
  labels: {
    title: [],
    text: [],
    files: ['好了'],
    audience: ['全部'],
    mandatory: ['必须送达', '可以退订'],
    acknowledge: ['不要', '3 天', '7 天'],
    when: ['审批后发送', '紧急'],
  } as Record<Step, readonly string[]>,
  /** 按钮：只负责一些地区的人说“全部”，就是这些地区。 */
  within: (label: string, regions: readonly string[]) => `${label}（${regions.join('、')}）`,
  keep: '不改',
  submit: '提交审批',
  leave: '取消',
  changes: {
    title: '改标题',
    text: '改正文',
    files: '改附件',
    audience: '改对象',
    mandatory: '改退订',
    acknowledge: '改确认',
    when: '改时间',
  } as Record<Step, string>,
  wrong: {
    title: (most: number) => `标题要有字，最多 ${most} 个字。请重新发标题。`,
    titleLines: '标题只能是一行，不能有换行或控制字符。请重新发标题。',
    text: (most: number) => `正文要有字，最多 ${most} 个字。请重新发正文。`,
    audience: '这个对象没看懂，请换个写法，例如：武汉市 且 医院。',
    namesakes: (name: string, count: number, listed: number) =>
      `叫“${name}”的单位有 ${count} 家，请改写单位代码${count > listed ? `（下面是前 ${listed} 家）` : ''}：`,
    unknownUnits: (codes: readonly string[], count: number) =>
      `您的地区范围内没有这样代码的单位：${codes.join('、')}${count > codes.length ? ` 等 ${count} 个` : ''}。请核对后重新写对象。`,
    beyond: '这超出了您的地区范围，请写您负责的地区，例如：武汉市 且 医院。',
    mandatory: '没看懂，请选“必须送达”或“可以退订”。',
    time: (example: string) => `时间没看懂。请这样写：${example}，或者“明天上午9点”。`,
    choice: '这句话没看懂。请核对下面的通知，再选一项。',
    past: '这个时间已经过了，请写一个以后的时间；很久以后的，请写上年份。',
    early: (sendAt: string) => `确认的截止时间要晚于发送时间（${sendAt}），请写一个更晚的时间。`,
    late: (until: string) =>
      `发送时间要早于确认的截止时间（${until}）。请写一个更早的时间，或者选“改确认”。`,
  },
  summary: '请核对',
  over: '这一步已经结束了。要写新的通知，请发“写通知”。',
  attention: '注意',
  reachesNobody: '现在没有一个对象能收到',
  counted: (units: number, people: number) => `单位 ${units} 家，个人 ${people} 位`,
  way: (recipients: number, messages: number, seconds: number) =>
    `${recipients} 个对象，${messages} 条消息，${seconds < 60 ? '不到 1 分钟' : `约 ${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`}`,
  first: '第一条发出',
  waits: (opens: string) => `${opens}（只在工作时间发送，紧急通知除外）`,
  last: '预计最后一条发出',
  nobodyApproves: (id: string) =>
    `通知 ${id} 已写好，但现在没有别的监管员可以审批它。请联系省财政厅的管理员增加一位监管员。`,
  submitted: (id: string) =>
    `通知 ${id} 已写好，已请别的监管员审批（“审批通知 ${id}”）。审批后会告诉您，再发“发送通知 ${id}”。`,
}

export const attaching = {
  more: (count: number, names: string) =>
    `已收到 ${count} 个附件：${names}。还可以接着发，发完选“好了”。`,
  none: '不附文件',
  done: '好了',
  anew: '全部去掉',
  wrong: '请直接发文件，发完选“好了”；不附文件也选“好了”。',
  trouble: {
    'too-many': '附件最多 5 个，多出来的没有收。',
    refused: '有文件收不了：只收 10 MB 以内的 PDF、OFD、Word、Excel、PPT 文件和图片。',
    away: '有文件没有收到，请再发一次。',
  } as Record<Trouble, string>,
  sentTooLongAgo: '附件发来太久，已经清除。请重新写通知，把文件再发一次。',
  attached: (names: string, id: string | undefined, follow: boolean) => {
    const word = id === undefined ? '“通知”加编号' : `“通知 ${id}”`
    return follow ? `附件：${names}（没有收到时，发${word}取）` : `附件：${names}。请发${word}取。`
  },
  gone: (names: string) => `附件 ${names} 已过保存期。`,
}
