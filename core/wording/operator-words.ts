/** 给管理员看的话：启动时和命令行里出现，中文在前，英文在后，各占一行，不重复任何票面内容。 */

export const operatorWords = {
  ready: (url: string) => [`鄂票通已就绪：在浏览器打开 ${url}`, `Ready: open ${url}`],
  talk: [
    '也可以在终端对话：npm run chat；想用英文，对它说 English',
    'Or in the terminal: npm run chat; for English, say “English” to it',
  ],
  telegram: (transport: string) => [`Telegram 已配置（${transport}）：是否连上，见 /health`],
  wechat: ['微信已启用（wechaty）'],
  official: ['微信公众号已启用'],
  localLinks: [
    '注意：没有设置 https 的 PUBLIC_URL，Telegram 里的一次性链接只能在本机打开',
    'Note: without an https PUBLIC_URL, one-time links in Telegram open on this machine only',
  ],
  samples: {
    head: [
      '可以试试这些示例票据（均为虚构），整行复制发给它即可：',
      'Samples to try, all invented: copy a whole line and send it',
    ],
    check: '校验码',
    kinds: {
      clinic: '门诊，正常',
      hospital: '住院',
      donation: '捐赠',
      tuition: '学费',
      dealings: '资金往来',
      dues: '会费',
      reversed: '已冲红',
      red: '红字票',
      paper: '已换开纸质',
      booked: '已入账',
      verify: '查验',
      fine: '交通罚款',
      fineName: '再发全名',
      payCode: '缴款码',
    },
    decision: (number: string) => `处罚决定书号 ${number}`,
    payer: (name: string) => `交款人：${name}`,
    others: ['帮助', '隐私', 'English'],
  },
  usage: ['用法：npm run cli -- 命令', 'usage: npm run cli -- COMMAND'],
  noCommand: ['没有写命令', 'no command'],
  unknownCommand: (words: string) => [`没有这个命令：${words}`, `unknown command: ${words}`],
  unknownOption: (option: string) => [`没有这个选项：${option}`, `unknown option: ${option}`],
  wrongOption: (option: string) => [`选项的写法不对：${option}`, `wrong use of option: ${option}`],
  missing: (what: string) => [`缺少 ${what}`, `missing ${what}`],
  tooMany: (what: string) => [`多出了：${what}`, `too much: ${what}`],
  takes: (what: string, takes: string) => [`${what} 应为 ${takes}`, `${what} takes ${takes}`],
  notWith: (option: string, role: string) => [
    `${role} 不用 ${option}`,
    `${role} takes no ${option}`,
  ],
  noPerson: [
    '没有这个人：先用 cli invite 邀请并绑定',
    'nobody is known by this: invite them first',
  ],
  manyPeople: (name: string) => [
    `不止一个人叫 ${name}：请用编号`,
    `more than one person is called ${name}: use the id`,
  ],
  token: (until: string) => [
    `访问令牌如下，${until} 前有效，只显示这一次`,
    `The access token, good until ${until}, shown this once`,
  ],
  noUnit: ['名录里没有这个单位代码', 'the directory has no unit of this code'],
  invited: [
    '邀请码如下，7 天内有效，只能用一次；请本人在私聊里发“绑定 邀请码”',
    'The invitation code, for seven days and one use: to be sent to the assistant in private as “绑定 CODE”',
  ],
  audit: {
    whole: (records: number, checkpoints: number) => [
      `审计日志完整：${records} 条记录，${checkpoints} 个每日签名`,
      `the audit log is whole: ${records} records, ${checkpoints} daily signatures`,
    ],
    changed: (seq: number) => [
      `审计日志被改动：第 ${seq} 条与前后对不上`,
      `the audit log is broken: record ${seq} was changed, moved or put in`,
    ],
    missing: (seq: number) => [
      `审计日志有缺失：第 ${seq} 条不见了`,
      `the audit log is broken: record ${seq} is missing`,
    ],
    added: (seq: number) => [
      `审计日志多出记录：第 ${seq} 条不是本程序写的`,
      `the audit log is broken: record ${seq} was added`,
    ],
    checkpoint: (day: string) => [
      `审计日志被改动：${day} 的每日签名不对`,
      `the audit log is broken: the signature of ${day} is not ours`,
    ],
    head: [
      '审计日志被改动：末尾的签名不对；如果换过 EPIAOTONG_SECRET，请用原来的再试',
      'the audit log is broken: its end is not what was sealed; if EPIAOTONG_SECRET was changed, try the old one',
    ],
  },
  nothing: ['没有记录', 'nothing'],
  inLine: (id: string) => [`${id} 已重新排队`, `${id} is in line again`],
  notThere: (id: string) => [
    `没有可处理的消息：${id} 不在等待之列`,
    `nothing to do: no such message waits under ${id}`,
  ],
  /** Name, code and place only: a message may quote what was in the database. */
  failed: (what: string, where: string) => [
    `意外失败：${what}，位置 ${where}`,
    `failed unexpectedly: ${what} at ${where}`,
  ],
}
