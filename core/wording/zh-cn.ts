/** 中文用语：界面上的每一句话都在这里。 */
import type { DutyWord } from '../basics.ts'
import type { PaymentNumber } from '../ports.ts'
import type { ReceiptState } from '../receipts/receipt.ts'
import type { ReferenceField } from '../receipts/reading.ts'
import { channelsZh } from './channels-zh-cn.ts'
import { faqZhCN } from './faq-zh-cn.ts'
import { peopleZh } from './people-zh-cn.ts'
import { announcementsZh } from './announcements-zh-cn.ts'
import { supportZh } from './support-zh-cn.ts'
import { voidZh } from './void-zh-cn.ts'

const fields: Record<ReferenceField, string> = {
  code: '票据代码（8 位数字）',
  number: '票据号码（10 位数字）',
  check: '校验码（6 位，区分大小写）',
}

const payments: Record<PaymentNumber['kind'], string> = {
  decision: '处罚决定书号',
  payCode: '缴款码',
}

const paymentHints: Record<PaymentNumber['kind'], string> = {
  decision: '处罚决定书号（决定书上方的编号，通常 15 或 16 位数字）',
  payCode: '缴款码（20 位数字）',
}

const states: Record<ReceiptState, string> = {
  normal: '正常',
  reversed: '已冲红',
  red: '红字票',
  paper: '已换开纸质',
  booked: '已入账',
}

const stateNotes: Record<ReceiptState, string> = {
  normal: '',
  reversed: '已冲红的票据不能再用于报销，请向开票单位索取新票。',
  red: '这是红字票，用来冲销原票，不能单独报销。',
  paper: '已换开纸质票据，报销只能使用其中一种。',
  booked: '已有单位登记入账，请核实是否重复报销。',
}

const NATIONAL_SITE = 'https://pjcy.mof.gov.cn'

export const zhCN = {
  ...channelsZh,
  faq: faqZhCN,
  people: peopleZh,
  void: voidZh,
  support: supportZh,
  announcements: announcementsZh,
  choiceByWords: (labels: readonly string[]) =>
    `（数字仍是回答刚才的问题。要办这条，请写：${labels.join('、')}）`,
  choices: {
    lookup: '查票',
    verify: '查验',
    full: '完整票据',
    privacy: '隐私',
    language: 'English',
    cancel: '取消',
    help: '帮助',
    erase: '确认删除',
    facts: '核对日期和金额',
    more: '更多',
  },
  help: {
    forStaff: (words: readonly string[]) => `按您的职责，还可以发：\n· ${words.join('\n· ')}`,
    duties: {
      ownReceipts: '查票 姓名 日期（交款人和开票日期，查本单位的票据）',
      void: '冲红申请、我的申请',
      approvals: '待我审批（冲红申请）',
      announce: '写通知；审批通知、发送通知、通知进度 加编号',
      unread: '未确认（谁还没有回“收到”）',
      queue: '待办（等人答复的工单）',
      voids: '冲红列表',
      invite: '邀请 角色 姓名 单位代码，例如：邀请 经办 张三 12420000429900001A',
      unit: '我的单位、我是谁',
      status: '状态（系统运行情况）',
    } satisfies Record<DutyWord, string> as Record<DutyWord, string>,
    text: [
      '您好，我是鄂票通，帮您查取、查验湖北省财政电子票据。您可以：',
      '· 直接发票面上的票据代码、票据号码、校验码，或二维码里的文字',
      '· 查验：发“查验”加上面三项，可再加开票日期和金额',
      '· 罚款票据：发“处罚决定书号 ×××”；也可发“缴款码 ×××”',
      '· 直接问问题，例如“电子票据能作废吗”“下载的 OFD 打不开”',
      '· 手机号名下的票据：发“我的票据”；单位人员：发“绑定 邀请码”，绑定后可发“冲红申请”',
      '随时发“取消”退出，发“帮助”再看这里。',
    ].join('\n'),
    group:
      '您好，我是鄂票通。财政电子票据的问题可以在这里问我；查票、查验请私聊：票据信息不要发在群里。',
  },
  files: {
    link: (name: string, url: string) => `附件 ${name}（链接只能在一台设备上打开）：${url}`,
    gone: (name: string) => `附件 ${name} 已经删除，没有随这条消息发出。`,
    unwanted:
      '收到了文件，但现在没有要用到它的事，文件没有保存。查票请把票面上的票据代码、票据号码和校验码打成文字发给我。',
  },
  group: {
    goPrivate: '涉及票据的内容请私聊我，群里不显示任何票据信息。',
    openPrivate: '点这里私聊：',
    howToChoose: '要选的话，请回复这条消息，写上编号。',
  },
  unknown: {
    text: '抱歉，这个问题我还不会回答。请换个说法再问一次，或者从下面选一项；关于某一张票据的问题，也可以问开票单位或当地财政部门。',
    stillOpen: '刚才的事还在等您补充，不办了请发“取消”。',
    staleChoice: '这个选项已经过期，请重新查询。',
    noChoice: '现在没有可以按编号选择的选项。请直接说要办的事，或发“帮助”。',
    onlyText: '目前我只能看懂文字。请把票面上的票据代码、票据号码和校验码打成文字发给我。',
    startOver: '这个链接已经失效，请直接把问题发给我。',
    group: '抱歉，这个问题我还不会回答。发“帮助”看我能做什么；查票、查验请私聊我。',
    failed: (told: boolean) =>
      `抱歉，这条消息没有处理成功${told ? '，已经通知管理员' : ''}。请稍后再发一次。`,
  },
  cancel: {
    done: '好的，已取消。',
    nothing: '现在没有正在办理的事。',
  },
  language: { changed: '好的，以后用中文回复您。' },
  lookup: {
    askFirst: `请发${fields.code}、${fields.number}和${fields.check}，可以一次发全，也可以一项一项发。`,
    ask: (field: ReferenceField) => `还差${fields[field]}，请发给我。`,
    askUnclear: (field: ReferenceField) =>
      `看到不止一个像${fields[field]}的内容，请只发${fields[field]}。`,
    oneAtATime: '一次只能查一张票据，请先发其中一张的票据代码、票据号码和校验码。',
    askSecond: '为保护票据信息，请再补充一项：交款人全名，或者开票日期和金额。',
    askAmount: '请再发金额（如 236.21）；也可以只发交款人全名。',
    askDate: '请再发开票日期（如 2026-03-06）；也可以只发交款人全名。',
    secondFailed:
      '没有打开：票据代码、票据号码、校验码或补充的信息不符。请对照票面核对后重新查询。',
    cancelHint: '不查了请发“取消”。',
    notFound: `查无此票。请核对票据代码、票据号码和校验码（区分大小写）；刚开具的票据请稍后再试。外省票据请到全国财政电子票据查验平台 ${NATIONAL_SITE} 查验。`,
    locked: (time: string) =>
      `尝试次数过多，为保护票据信息，请在北京时间 ${time} 以后再试。急用请联系开票单位。`,
    unavailable: '票据平台暂时查不了，请稍后再试。这不代表票据有问题。',
    found: '查到这张票据：',
    otherProvince: '票据代码不是 42 开头，这不是湖北省的票据，请留意来源。',
  },
  payment: {
    ask: (kind: PaymentNumber['kind']) => `请发${paymentHints[kind]}。`,
    wrongLength: (kind: PaymentNumber['kind']) =>
      `这个号码的位数不对，请核对后重新发${paymentHints[kind]}。`,
    found: (kind: PaymentNumber['kind'], count: number, stateWords: string) =>
      `这个${payments[kind]}下有 ${count} 张票据（${stateWords}）。请发交款人全名以查看。`,
    none: (kind: PaymentNumber['kind']) =>
      `没有查到这个${payments[kind]}下的票据。请核对号码；刚缴款的请稍后再试，或联系收款单位。`,
    notOpened: '姓名与票据上的交款人不一致，没有打开。请核对后再发交款人全名。',
    several: (count: number) => `共 ${count} 张，请选择要看的一张：`,
  },
  card: {
    name: '票据名称',
    code: '票据代码',
    number: '票据号码',
    issuer: '开票单位',
    payer: '交款人',
    amount: '金额（元）',
    date: '开票日期',
    state: '状态',
    red: '红字票',
    paper: '纸质票据',
    original: '原票',
    states,
    joinStates: (words: readonly string[]) => words.join('、'),
    stateNotes,
    lastFour: (digits: string) => `尾号 ${digits}`,
    heading: (title: string) => `【${title}】`,
    line: (label: string, value: string) => `${label}：${value}`,
  },
  verify: {
    askFirst: `请发要查验的${fields.code}、${fields.number}和${fields.check}，可再加开票日期和金额。`,
    askFacts: '请发开票日期和金额，例如 2026-03-06 236.21。',
    unread: '有内容没有看懂，没有用来核对。日期请写成 2026-03-06，金额请写成 236.21。',
    title: (verdict: 'good' | 'mismatch', state?: string) => {
      const words = verdict === 'good' ? '查验成功' : '信息不一致'
      return state === undefined ? words : `${words}（${state}）`
    },
    signature: '文件签名',
    noFile: '没有收到文件，未验签',
    ledger: '票据台账',
    inLedger: '有这张票据',
    fields: '信息核对',
    match: { same: '一致', different: '不一致', absent: '未提供' },
    amount: '金额',
    date: '开票日期',
    payer: '交款人',
    joinFields: (parts: readonly string[]) => parts.join('，'),
    checks: '查验次数',
    checkCount: (count: number) => `第 ${count} 次`,
    booked: '入账情况',
    bookedYes: '已有单位登记入账',
    bookedNo: '没有入账登记',
    text: {
      good: '这张票据在台账中，您提供的信息与它一致。',
      bare: '这张票据在台账中。您没有提供日期、金额，所以没有核对。',
      mismatch: '这张票据在台账中，但您提供的信息有不一致的地方，请对照票面核对。',
    },
  },
  link: {
    text: '完整票据在下面的一次性页面里，10 分钟内有效，只能在第一个打开它的浏览器里查看，请不要转发。',
    label: '打开完整票据',
  },
  privacy: {
    text: [
      '我们只保留办理必需的信息：',
      '· 对话文字最多保留 7 天，之后自动清除',
      '· 消息编号和您的账号标识保留 30 天，只用于避免重复处理；网络地址在处理完后即清除',
      '· 问过的问题去掉号码、金额和姓名后供改进问答，同样最多 7 天',
      '· 一次性页面 10 分钟后失效',
      '· 查询记录只留下加密代号，不含票据内容，保留 183 天，用于安全审计',
      '· 防猜测的失败次数以代号保存 30 天',
      '· 单位和财政部门的人员：姓名、职责和绑定的账号在任职期间保留，离任后姓名再留 183 天；已验证的手机号保留 30 天',
      '· 冲红申请作为业务记录保留，其中的说明文字办结 183 天后清除，附件办结 30 天后删除；退票意愿保留 183 天',
      '· 转人工的对话，工单结束 7 天后清除文字和附件，工单编号和时间留 183 天；转到客服群的内容去掉号码和姓名',
      '· 数据保存在财政部门自己的服务器上；对话里姓名打星号，校验码从不显示；完整内容只在一次性页面里',
      '· 通过 Telegram 收发的文字会经过境外服务器：我们发出的内容打了星号，您发来的原文也会经过那里；介意的话请用网页对话',
      '发“删除我的数据”，可以清除您的对话和会话记录。',
    ].join('\n'),
    askErase:
      '将删除您在这里的对话文字和会话记录，不能恢复。安全审计和防猜测的代号记录依法保留到期。确认删除吗？',
    erased: '已删除您的对话文字和会话记录。',
    kept: '好的，没有删除。',
  },
  page: {
    title: '财政电子票据',
    items: '项目名称',
    quantity: '数量',
    unit: '单位',
    standard: '标准',
    amount: '金额（元）',
    itemRemark: '备注',
    total: '金额合计（大写）',
    figures: '（小写）',
    remark: '备注',
    checker: '复核人',
    handler: '收款人',
    payerCode: '交款人代码',
    check: '校验码',
    print: '打印',
    notice: '本页为电子票据内容展示，报销请以电子票据文件为准。',
    expiresAt: (time: string) => `本页在北京时间 ${time} 以前可在此浏览器重新打开`,
    gone: '这个链接已失效或已在其他浏览器打开',
    goneHint: '请回到对话里重新点“完整票据”。',
    preview: '鄂票通一次性页面',
    previewHint: '请在浏览器中打开此链接。',
    unavailable: '票据平台暂时查不了，请稍后刷新本页。',
  },
  console: {
    hello: '终端对话：发“取消”退出当前办理；要离开，输入 exit 或按 Ctrl-D。',
    another: '另一个终端也在对话，这里是一段新的对话。',
    linkEnds: '（这个页面由本终端提供，离开终端对话后就打不开了。）',
  },
  alarm: {
    setAside: (seq: number, channel: string) =>
      `【鄂票通】有一条消息三次处理失败，已搁置：编号 ${seq}，渠道 ${channel}。请运行 npm run cli -- inbox list --set-aside 查看。`,
    guessing: (count: number) =>
      `【鄂票通】一小时内票据查询失败已达 ${count} 次，疑似有人批量猜测。纯数字校验码的查询已要求第二项信息。`,
  },
  numbered: { choose: '回复数字选择：' },
  menu: {
    help: '能做什么',
    lookup: '查票',
    verify: '查验真伪',
    cancel: '退出当前办理',
    privacy: '隐私与数据',
    language: '语言 / Language',
  },
}

/** Every sentence there is. What is missing in one language does not compile. */
export type Wording = typeof zhCN
