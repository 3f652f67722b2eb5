/** 转人工和工单的用语。 */
import type { Hours } from '../calendar/calendar.ts'
import type { TicketState } from '../support/ticket.ts'

const states: Record<TicketState, string> = {
  open: '待接单',
  taken: '处理中',
  transferred: '待接单（转来）',
  reopened: '待接单（重开）',
  closed: '已结束',
  spam: '已标记为垃圾',
}

export const supportZh = {
  opened: (id: string, queue: string) => `已为您转人工，工单 ${id}，由“${queue}”的工作人员处理。`,
  hours: (hours: Hours) =>
    `服务时间：工作日 ${hours.map(([from, to]) => `${from}–${to}`).join('、')}。`,
  toldNow: '现在是服务时间，已通知工作人员。',
  toldEarly: (time: string) => `现在不是服务时间，已经记下并通知工作人员，${time} 起有人处理。`,
  unstaffed: (id: string) =>
    `已经记下，工单 ${id}；目前还没有工作人员可以接单。急事请联系开票单位，或拨打 12345。`,
  goOn: '您接着发的内容都会加到工单里。',
  sayWhat: '请说一下是什么事，您接着发的内容都会加到工单里。',
  howToEnd: '不需要了请发“取消人工”。',
  already: (id: string) => `您已有工单 ${id}，接着发的内容都会加到工单里。不需要了请发“取消人工”。`,
  blocked: '抱歉，暂时不能为您转人工。票面内容请联系开票单位，政策问题可以拨打 12345。',
  tooMany: '您今天转人工的次数已经用完，请明天再试；紧急的事可以拨打 12345。',
  noTicket: '您现在没有在办的工单。',
  withdrawn: (id: string) => `工单 ${id} 已取消。我回来了，有问题请说。`,
  over: '这个工单已经有了新的情况，请重新发“转人工”。',
  reopened: (id: string) => `工单 ${id} 已重新打开，已通知工作人员。请说一下还有什么没解决。`,
  reopenedUnstaffed: (id: string) =>
    `工单 ${id} 已重新打开，目前还没有工作人员可以接单。请说一下还有什么没解决。`,
  passedOn: (id: string) => `已转给工作人员（工单 ${id}）。接下来的内容会直接转达，不再逐条回复。`,
  noted: (id: string) =>
    `已加到工单 ${id} 里，目前还没有工作人员可以接单。接下来的内容也会加进去，不再逐条回复。`,
  backAgain: '人工服务已经结束，刚才这句我没有转出去。请再发一遍。',
  trouble: {
    refused: '这个文件收不了：只收 10 MB 以内的图片、PDF、OFD、XML、表格、文档和压缩包。',
    lost: '文件没有收到，请再发一次。',
  },
  fromStaff: (text: string) => `【工作人员】${text}`,
  takenForAsker: (id: string) => `工单 ${id}：工作人员已接单，正在为您处理。`,
  transferredForAsker: (id: string) => `工单 ${id} 已转给其他工作人员。`,
  closed: (id: string) => `工单 ${id} 已结束，我回来了。这次解决您的问题了吗？`,
  closedQuiet: (id: string, days: number) =>
    `工单 ${id} 已有 ${days} 天没有新的消息，先结束了。这次解决您的问题了吗？`,
  ended: (id: string) => `工单 ${id} 已结束。`,
  helped: '好的，很高兴帮到您。',
  menu: { human: '转人工', queue: '待办工单（工作人员）' },
  choices: {
    human: '转人工',
    end: '取消人工',
    take: '接单',
    transfer: '转交',
    junk: '标记垃圾',
    takeThis: (id: string) => `接单 ${id}`,
    helped: '有帮助',
    unsolved: '没解决',
  },
  staff: {
    onlyStaff: '工单只在客服群或私聊里办理。本群设为客服群请由管理员发“本群 客服 交款人”。',
    nobody: (id: string) => `工单 ${id} 没有人可以接：没有客服群，也没有绑定的监管员。`,
    nobodyTook: (id: string) => `工单 ${id} 一直没有人接，请安排处理。`,
    quiet: (id: string) => `工单 ${id} 对方一直没有再说话，已自动结束。`,
    why: {
      opened: '新工单',
      again: '还没有人接',
      transferred: '转来的工单',
      reopened: '没解决，重新打开',
      silent: '接单后一直没有答复',
      left: '接单人已不在岗',
    },
    announced: (id: string, queue: string, why: string, since: string) =>
      `【工单 ${id}】${why} · ${queue} · ${since} 起`,
    line: (by: 'asker' | 'assistant' | 'staff' | 'note', text: string) =>
      `${{ asker: '问', assistant: '助手', staff: '答', note: '备注' }[by]}：${text}`,
    receiptAnswer: '（涉及票据或个人信息，略）',
    howToReply: '答复请引用（回复）这条消息。',
    howInGroup: (id: string) =>
      `引用这条消息并 @我：写“接单”“转交”“标记垃圾”，或直接写答复；也可以发“接单 ${id}”。`,
    howToAnswer: (id: string) =>
      `答复请引用工单消息，或发“#${id} 要说的话”。引用时写“/c 关键词”可发常见问题的答案。办完请发“关闭 ${id}”。`,
    taken: (id: string, name: string) => `工单 ${id} 由 ${name} 接单。`,
    takenBy: (id: string, name: string) => `工单 ${id} 已由 ${name} 接单。`,
    withdrawn: (id: string) => `工单 ${id} 对方已取消。`,
    fromAsker: (id: string, text: string) => `【工单 ${id}】${text}`,
    onlyFile: '（附件）',
    sent: (id: string) => `已转给对方（${id}）。`,
    which: '请引用工单消息，或写上工单编号，例如“接单 T-000001”。',
    two: '引用的和写的不是同一个工单，请只留一个。',
    whichQueue: '请写清转给谁，例如“转交 #1 省属医院”“转交 #1 武汉市”；不写就转给上一级。',
    noneAbove: '没有上一级可转了，请直接接单，或写清转给谁，例如“转交 #1 武汉市”。',
    own: '这是您自己的工单，要由别的工作人员处理。',
    heldBy: (id: string, name: string) => `工单 ${id} 由 ${name} 处理中。`,
    notNow: (id: string, state: TicketState) => `工单 ${id} ${states[state]}，不能这样办。`,
    up: '上一级',
    timedOut: (id: string) => `工单 ${id} 接单后一直没有答复，已重新等待接单。`,
    transferred: (id: string, to: string) => `工单 ${id} 已转交（${to}）。`,
    ended: (id: string, how: 'close' | 'junk') =>
      how === 'close' ? `工单 ${id} 已结束。` : `工单 ${id} 已标记为垃圾。`,
    noteWhat: '请写上备注内容，例如“备注 #1 已电话联系”。',
    noted: (id: string) => `已备注（${id}），只有工作人员看得到。`,
    notSent: '这条没有转给对方。',
    answerWhat: '请写上要答复的话。',
    cannedWhat: '请写上关键词，例如“/c 冲红流程”。',
    cannedOr: (questions: readonly string[]) =>
      `请写得更具体一些，可能是：\n${questions.join('\n')}`,
    cannedNone: '没有找到对应的常见问题。',
    draftWhen: (id: string) => `工单 ${id} 结束后才能存为知识。`,
    draftEmpty: (id: string) => `工单 ${id} 里没有可以存的问答。`,
    drafted: (id: string) => `已存为草稿（${id}），编辑人员核对后加入常见问题。`,
    blocked: (id: string) => `已拉黑工单 ${id} 的提问人，以后不能转人工。`,
    unblocked: (id: string) => `已解除对工单 ${id} 提问人的拉黑。`,
    nothingWaits: '没有在办的工单。',
    todo: '在办的工单，最早的在前：',
    todoLine: (id: string, queue: string, minutes: number, asked: string, holder?: string) =>
      `${id} · ${queue} · ${age(minutes)} · ${holder === undefined ? '待接单' : `${holder} 处理中`}${asked === '' ? '' : ` · ${asked}`}`,
    more: '还有更多，先处理上面的。',
    answerSoon: (id: string) => `工单 ${id} 的提问人还在等您答复。再不答复会转给别人。`,
  },
}

function age(minutes: number): string {
  if (minutes < 60) return `${minutes} 分钟`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} 小时` : `${Math.floor(hours / 24)} 天`
}

export type SupportWording = typeof supportZh
