/** 冲红申请的用语。 */
import type { VoidMove, VoidReason, VoidState } from '../receipts/void.ts'
import { voidAskZh } from './void-ask-zh-cn.ts'

const states: Record<VoidState, string> = {
  draft: '填写中',
  requested: '待审批',
  approved: '已同意，待提交平台',
  submitted: '已提交平台，等结果',
  done: '已冲红',
  refused: '平台未受理',
  failed: '结果不明，待监管员核实',
  returned: '已退回',
  withdrawn: '已撤回',
  expired: '逾期未审批，已关闭',
}

const reasons: Record<VoidReason, string> = {
  退费: '退费',
  退号: '退号',
  退卡: '退卡',
  开错: '开错',
  结账作废: '结账作废',
  其他: '其他',
}

const moves: Record<VoidMove, string> = {
  request: '提出申请',
  urge: '加急',
  remind: '系统提醒',
  escalate: '转上一级',
  approve: '负责人同意',
  confirm: '监管员确认',
  giveBack: '退回',
  withdraw: '撤回',
  expire: '逾期关闭',
  submit: '提交平台',
  finish: '平台冲红完成',
  refuse: '平台未受理',
  fail: '结果不明',
  resubmit: '监管员决定重新提交',
  giveUp: '监管员决定不再办理',
}

export const voidZh = {
  ask: voidAskZh,
  states,
  toConfirm: '待监管员确认',
  reasons,
  card: {
    title: (id: string, urgent: boolean) => `冲红申请 ${id}${urgent ? '（加急）' : ''}`,
    reason: '原因',
    asker: '申请人',
    state: '状态',
    deadline: '请在此前办理',
    paper: '已收回纸质票据',
    files: '附件',
    fileCount: (count: number) => `${count} 个`,
    note: '说明',
    red: '红字票',
    redNumber: (digits: string, date: string) => `尾号 ${digits}，${date} 开具`,
    history: '经过：',
    step: (time: string, move: VoidMove, who?: string, note?: string) =>
      `· ${time} ${moves[move]}${who ? `（${who}）` : ''}${note ? `：${note}` : ''}`,
    reasonText: (reason: VoidReason, text?: string) =>
      text === undefined ? reasons[reason] : `${reasons[reason]}：${text}`,
  },
  choices: {
    approve: '同意',
    giveBack: '退回',
    receipt: '看票据',
    files: '看附件',
    withdraw: '撤回',
    urge: '加急',
    again: '重新申请',
    resubmit: '重新提交',
    giveUp: '不再办理',
    red: '打开红字票',
    sure: (what: string) => `确认${what}`,
    no: '先不办',
    export: '导出表格',
    next: '下一页',
    take: '受理',
    decline: '不受理',
  },
  told: {
    request: '有一份冲红申请等您审批：',
    urge: '有一份加急的冲红申请，交款人在窗口等候，请尽快审批：',
    remind: '提醒：这份冲红申请还等您办理：',
    escalate: '这份冲红申请逾期没有办理，现转给您：',
    confirm: '负责人已同意，按规定还要您确认：',
    approved: (id: string) => `${id}：负责人已同意，还要监管员确认后才提交平台。`,
    giveBack: (id: string, note: string) => `${id} 被退回：${note}。改好后可以重新申请。`,
    withdraw: (id: string) => `${id} 已由申请人撤回，不用再办理。`,
    expire: (id: string) => `${id} 一直没有人审批，已经关闭。仍要办理的，请联系负责人后重新申请。`,
    finish: '已冲红：',
    refuse: (id: string, why: string) => `${id} 没有冲红：${why}。请核对票据状态后再办。`,
    fail: '平台上的冲红结果不明，请登录平台核对这张票据：已经冲红的不用处理，本助手查到后会自动办结；确实没有冲红的，再选“重新提交”：',
    failedForAsker: (id: string) =>
      `${id}：平台没有给出结果，已请监管员核实。系统不会自动再次提交，请不要另行冲红。`,
    delayed: (id: string) =>
      `${id}：已同意，但票据平台暂时连不上，还没有提交。恢复后会自动提交一次，请不要另行冲红。`,
    delayedForOfficer: (id: string) =>
      `冲红申请 ${id} 已同意，但票据平台一直连不上，还没有提交。恢复后会自动提交一次；请留意平台是否正常。`,
    giveUp: (id: string) => `${id}：监管员核实后决定不再办理。需要的话请重新申请。`,
    payerDone: (unit: string, name: string) =>
      `${unit}已为您冲红“${name}”。原票不能再用于报销；退款请按该单位的安排办理。`,
    payerNot: (unit: string, name: string) =>
      `${unit}这次没有冲红“${name}”。请直接联系该单位了解原因。`,
    payerTaken: (unit: string, name: string) =>
      `${unit}已受理您关于“${name}”的退票意愿，正在办理。`,
    payerDeclined: (unit: string, name: string) =>
      `${unit}暂不办理“${name}”的退票。请直接联系该单位了解原因。`,
  },
  why: {
    already: '这张票据已经冲红',
    booked: '这张票据已经有单位登记入账，要先由入账单位撤销登记',
    paper: '这张票据后来换开了纸质票据，要先收回纸质票据',
    none: '平台上没有查到冲红记录',
    unknown: '一天之内没有问到结果',
    pending: '平台受理一天后仍没有办结',
  },
  done: {
    approved: (id: string) => `已同意 ${id}，即将提交平台，有结果马上告诉您。`,
    toOfficer: (id: string) => `已同意 ${id}。按规定还要监管员确认，确认后提交平台。`,
    confirmed: (id: string) => `已确认 ${id}，即将提交平台，有结果马上告诉您。`,
    givenBack: (id: string) => `已退回 ${id}，已告诉申请人。`,
    withdrawn: (id: string) => `已撤回 ${id}。`,
    urged: (id: string) => `${id} 已加急，单位的负责人都已收到通知。`,
    urgedAbove: (id: string) => `${id} 已加急。单位没有其他负责人绑定，已通知监管员。`,
    resubmitted: (id: string) => `${id} 将再次向平台核对，确认没有冲红后重新提交。`,
    gaveUp: (id: string) => `${id} 不再办理，已告诉申请人。`,
    kept: '好的，没有办理。',
    sure: (what: string, id: string) => `${what} ${id}，确认吗？`,
    askWhy: (id: string) => `退回 ${id} 的原因是什么？请直接写，会告诉申请人。不退回了请发“取消”。`,
    ownRequest: '自己提出的申请不能自己审批，请由单位的其他负责人或监管员办理。',
    notNow: (id: string, state: VoidState) => `${id} 现在是“${states[state]}”，这一步办不了。`,
    calledBefore: (id: string) =>
      `${id} 已经向平台提交过一次，结果还没有查清，不能撤回。有结果马上告诉您。`,
    noSuch: '没有这份申请，或者它不在您的职责范围内。',
    which: '请写明申请编号，例如：VR-2026-000001。',
    noFiles: '这份申请没有附件。',
    files: '附件如下：',
    receiptAway: '票据平台暂时查不了，请稍后再看。',
    red: '红字票在下面的一次性页面里，10 分钟内有效，只能在第一个打开它的浏览器里查看，请不要转发。',
    redLabel: '打开红字票',
  },
  list: {
    mine: (count: number) => `您提出的冲红申请，新的在前，共 ${count} 份，选一份打开：`,
    noneMine: '您还没有提出过冲红申请。',
    wishes: '您转给开票单位的退票意愿：',
    wish: (date: string, unit: string, state: string) => `· ${date} ${unit}：${state}`,
    wishStates: { open: '等单位受理', taken: '办理中', declined: '单位暂不办理', over: '已办结' },
    waiting: (count: number) => `等您办理的冲红申请，共 ${count} 份，选一份打开：`,
    noneWaiting: '现在没有等您办理的冲红申请。',
    all: (filter: string, count: number) => `冲红申请${filter}，共 ${count} 份，新的在前：`,
    noneAll: (filter: string) => `没有这样的冲红申请${filter}。`,
    filter: (parts: readonly string[]) => (parts.length > 0 ? `（${parts.join('，')}）` : ''),
    older: (days: number) => `超过 ${days} 天`,
    line: (id: string, state: string, amount: string) => `${id} ${state} ${amount} 元`,
    hint: '可以加条件，例如：冲红列表 待审批；冲红列表 单位名称或代码；冲红列表 超过3天。',
    exported: (count: number, all: number) =>
      count < all
        ? `共 ${all} 份申请，只导出了最新的 ${count} 份；要其余的请加条件再导出。文件在这里：`
        : `已导出 ${count} 份申请，文件在这里：`,
    notExported: '表格没有生成，请加条件、缩小范围后再导出。',
    exportName: '冲红申请',
    header: [
      ...['编号', '状态', '开票单位代码', '开票单位', '票据名称', '票据代码', '票据号码'],
      ...['金额（元）', '开票日期', '原因', '说明', '申请时间', '当前状态起始', '红字票号码'],
    ],
  },
  alarm: (id: string) =>
    `【鄂票通】冲红申请 ${id} 在平台上的结果不明，而且没有绑定能处理它的监管员或管理员。请先绑定，再登录平台核对。`,
  menu: { void: '冲红申请', requests: '我的申请' },
}

export type VoidWording = typeof voidZh
