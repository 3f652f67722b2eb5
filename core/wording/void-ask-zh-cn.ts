/** 提出冲红申请、转达交款人意愿的用语。 */
import type { Objection } from '../receipts/void/rules.ts'

const objections: Record<Objection, string> = {
  red: '这是红字票，不能再冲红。如果原票冲错了，请重新开具一张票据。',
  reversed: '这张票据已经冲红，不用再申请。可以查这张票，看红字票的号码。',
  booked: '这张票据已经有单位登记入账。请先联系交款人，由入账单位撤销入账登记，再来申请冲红。',
}

export const voidAskZh = {
  cancelHint: '不办了请发“取消”。',
  receipt: '要冲红哪张票据？请发票据代码（8 位）和票据号码（10 位）。',
  number: '还差票据号码（10 位数字），请发给我。',
  code: '还差票据代码（8 位数字），请发给我。',
  notOwn:
    '您的单位没有开过这张票据，请核对票据代码和号码。别的单位开的票据，请由开票单位的经办人申请。',
  objections,
  open: (id: string) => `这张票据已经有一份冲红申请 ${id}，不用再提。发“${id}”可以看办到哪一步。`,
  paper:
    '这张票据已换开纸质票据。请先收回纸质票据，再把纸质票据的号码发给我核对；没有收回的，请先收回再申请。',
  paperWrong: '号码和换开的纸质票据不符。请照收回的纸质票据再发一次号码。',
  reason: '请选择冲红原因：',
  reasonText: '请用一句话写明原因（不要写身份证号、手机号）。',
  evidence: '有退费单等照片或文件，请现在发来（最多 5 个，可以不发）。办好后选“下一步”。',
  more: (count: number) => `已收到 ${count} 个附件。还可以再发，或者选“下一步”。`,
  tooMany: '附件最多 5 个，后面的没有收。请选“下一步”。',
  fileRefused: '这个文件收不了：只收 10 MB 以内的图片、PDF、OFD、Word、Excel 文件。',
  fileAway: '文件没有收到，请再发一次。',
  summary: '请核对，确认后提交给单位负责人审批：',
  confirmFirst: '请先选择“确认提交”“加急提交”或“取消”。',
  sent: (id: string, who: string) =>
    `已提交，申请编号 ${id}，等${who}审批。办到哪一步，发“${id}”就能看到。`,
  approver: '单位负责人',
  officer: '监管员',
  nobody: (id: string) =>
    `已提交，申请编号 ${id}。但现在没有人能审批：单位还没有其他负责人绑定，也没有监管员。请联系财政部门。`,
  evidenceLine: (count: number) => (count > 0 ? `${count} 个` : '没有'),
  needsOfficer: '这张票据按规定还要监管员确认。',
  choices: {
    next: '下一步',
    confirm: '确认提交',
    urgent: '加急提交（交款人在窗口）',
    cancel: '取消',
    no: '不用了',
  },
  cancelled: '好的，没有提交。',
  guide:
    '冲红由开票单位的经办人申请、负责人审批。您是交款人的话，请把票据代码、票据号码和校验码发给我，我告诉您该找谁，也可以替您转告开票单位。单位人员请先发“绑定 邀请码”。',
  wish: {
    first: {
      booked: '这张票据已经有单位登记入账：要先由入账单位撤销登记，才能冲红。',
      paper: '这张票据已换开纸质票据：办理时要把纸质票据交回开票单位。',
    },
    about: (unit: string, name: string) =>
      `“${name}”由${unit}开具，退票（冲红）要由它办理：核实退费后，由经办人申请、负责人审批，再在平台冲红，原票就不能再用。要我把您的意愿转告${unit}吗？请选原因：`,
    nobody: (unit: string, name: string) =>
      `“${name}”由${unit}开具，退票（冲红）要由它办理。该单位还没有在这里绑定人员，请直接联系它的收费窗口或财务部门。`,
    again: (unit: string) => `您的意愿已经转告${unit}，正在等它办理。发“我的申请”可以看进展。`,
    sent: (unit: string) =>
      `已转告${unit}。受理、办结都会在这里告诉您；急用请直接联系该单位。发“我的申请”可以看进展。`,
    told: (reason: string) => `有交款人希望退票（冲红），原因：${reason}。请核实后决定是否受理：`,
    waiting: (count: number) => `交款人的退票意愿，等单位受理的共 ${count} 份：`,
    none: '现在没有等单位受理的退票意愿。',
    line: (date: string, reason: string) => `${date} 收到，原因：${reason}`,
    gone: '这份意愿已经有人受理，或者已经结束。',
    declined: '好的，已告诉交款人暂不办理。',
  },
}

export type VoidAskWording = typeof voidAskZh
