/** 人员与单位的用语。 */
import type { Role } from '../people/person.ts'
import { spaced } from './spaced.ts'

export const roleNames: Record<Role, string> = {
  payer: '交款人',
  clerk: '经办人',
  approver: '负责人',
  officer: '监管员',
  administrator: '管理员',
}

const channels: Readonly<Record<string, string>> = {
  web: '网页对话',
  telegram: 'Telegram',
  console: '终端',
  wechat: '微信',
  'wechat-official': '公众号',
}

export const peopleZh = {
  channel: (name: string) => channels[name.replace(/-\d+$/, '')] ?? name,
  role: (role: Role, place?: string) =>
    place === undefined ? roleNames[role] : `${roleNames[role]}（${place}）`,
  refused: '抱歉，没有这项内容，或者它不在您的职责范围内。',
  choices: {
    whoami: '我是谁',
    myUnit: '我的单位',
    prefer: (channel: string) => `通知发到${spaced(channel).trimEnd()}`,
    further: '再绑定一个账号',
    unbind: '解绑',
    unbindOther: (account: string) => `解绑${account}`,
    confirmUnbind: '确认解绑',
    remove: (name: string, role: string) => `移除 ${name} ${role}`,
    confirmRemove: '确认移除',
    keep: '取消',
  },
  bind: {
    ask: '请发“绑定 邀请码”。邀请码由单位负责人或财政部门发给您，7 天内有效。',
    inGroup:
      '绑定只能私聊办理。如果刚才发了邀请码，它在群里公开过，已经作废（写错的除外，请让邀请人撤销）；请找邀请人要新的，私聊我发“绑定 邀请码”。',
    noneInGroup:
      '绑定只能私聊办理，请私聊我发“绑定 邀请码”。如果刚才发的邀请码写得不全，它没有作废；请让邀请人撤销后重发。',
    invalid: '这个邀请码不对，或者已经失效。请找邀请人要新的。',
    used: (told: string) =>
      `这个邀请码已经有人用过了${told}。如果您本人要绑定第二个账号，请在已绑定的账号里发“绑定”。`,
    told: { inviter: '，已通知邀请人', operators: '，已通知管理本助手的人员', nobody: '' },
    already: '这个账号已经绑定过了。',
    foreign: '这个账号已属于另一个人，不能再绑定。请先在这个账号里发“解绑”。',
    done: (name: string, role: string) => `${name}，您好。已绑定：${role}。`,
    otherName: (name: string) =>
      `请留意：邀请上写的是另一个姓名，您在这里仍登记为${name}。如果邀请码不是给您本人的，请告诉邀请人。`,
    furtherDone: (name: string) => `${name}，您好。这个账号已绑定，与您原来的账号同等使用。`,
    added: (channel: string) =>
      `您的身份又绑定了一个账号（${channel}）。如果不是您本人操作，请马上发“我是谁”，把它解绑。`,
    furtherAgain:
      '请留意：您的绑定码已经用过，又有另一个账号拿来绑定，已拒绝。如果先绑定的不是您本人的账号，请发“我是谁”，把它解绑。',
    further: '请在 10 分钟内，用要增加的那个账号私聊我，发“绑定”和下面的绑定码：',
  },
  unbind: {
    nobody: '这个账号没有绑定。',
    ask: '解绑后，这个账号不再有任何职责；您的其他账号不受影响。确认吗？',
    askOther: (account: string) => `解绑后，您的${account}账号不再有任何职责。确认吗？`,
    askLast: '这是您唯一绑定的账号：解绑后您的职责全部结束，以后要用须重新邀请。确认吗？',
    done: '已解绑。',
    kept: '好的，没有改动。',
  },
  whoami: {
    nobody:
      '这个账号没有绑定身份。查取、查验自己的票据不需要绑定；单位和财政部门的人员请发“绑定 邀请码”。',
    text: (name: string, roles: readonly string[]) =>
      roles.length > 0 ? `您是${name}：${roles.join('；')}。` : `您是${name}，没有单位职责。`,
    accounts: (accounts: readonly string[]) => `已绑定：${accounts.join('、')}`,
    preferred: (channel: string) => `${channel}（通知发到这里）`,
    phone: (phone: string) => `已验证手机：${phone}`,
    unlisted: (unit: string) => `${unit}，已不在单位名录里`,
    since: (channel: string, day: string) => `${channel}（${day} 绑定）`,
    here: (channel: string) => `${channel}（本账号）`,
    notYours: '这个账号现在没有绑定在您名下。',
    preferredNow: (channel: string) => `好的，以后通知发到${spaced(channel).trimEnd()}。`,
  },
  unit: {
    none: '您没有绑定到单位。单位人员请发“绑定 邀请码”。',
    text: (unit: {
      name: string
      code: string
      region: string
      kind: string
      mode: string
      gone: boolean
    }) =>
      `${unit.name}${unit.gone ? '（已撤销：不在单位名录里）' : ''}\n单位代码：${unit.code}\n地区：${unit.region}\n类别：${unit.kind}，${unit.mode}`,
    several: (units: readonly string[]) =>
      `叫这个名字的单位不止一个，请发“我的单位 单位代码”：\n${units.map((one) => `· ${one}`).join('\n')}`,
    role: (role: string) => `您的职责：${role}`,
    region: (region: string, count: number) =>
      `您负责${region}，名录里共有 ${count} 个单位。看某个单位请发“我的单位 单位代码”。`,
    bureau: (count: number) =>
      `您是管理员，名录里共有 ${count} 个单位。看某个单位请发“我的单位 单位代码”。`,
    people: (people: readonly string[]) =>
      people.length > 0
        ? `单位人员：\n${people.map((one) => `· ${one}`).join('\n')}`
        : '这个单位还没有人绑定。',
    more: (count: number) => `另有 ${count} 人；移除某人请发“移除 姓名”。`,
    inviteHint: (code?: string) =>
      code === undefined
        ? '邀请经办人请发“邀请 经办 姓名”。'
        : `邀请人员请发“邀请 经办 姓名 ${code}”。`,
  },
  remove: {
    ask: '请发“移除 姓名”。',
    which: '请选择要移除的人：',
    whichMany:
      '叫这个名字的人很多，下面只列出前几位。没有要找的人，请发“我的单位 单位代码”，在单位人员里移除。',
    bound: (who: string, channel: string, time: string) => `${who}（${channel}，${time} 绑定）`,
    confirm: (name: string, role: string) => `将移除 ${name} 的职责：${role}。立即生效，确认吗？`,
    done: (name: string, role: string) => `已移除 ${name} 的职责：${role}。`,
    gone: '这个人现在没有这项职责。',
    told: (role: string) => `您的这项职责已结束：${role}。如有疑问请联系您的单位或财政部门。`,
    kept: '好的，没有移除。',
  },
  invite: {
    ask: '请这样发：邀请 经办 张三 单位代码；邀请 负责人 李四 单位代码；邀请 监管员 王五 武汉市；邀请 管理员 赵六；邀请 交款人 孙七。',
    unread: {
      role: '没有认出职责：请写经办、负责人、监管员、管理员或交款人。',
      name: '没有认出姓名：请把姓名写在职责后面。',
      region: '没有认出地区：请写湖北省、市州或区县的全称，或者行政区划代码。',
      noRegion: '还差地区：请写在姓名后面。',
      unit: '没有认出单位代码：请写单位名录里的代码，由字母和数字组成。',
      noUnit: '还差单位代码：请写在姓名后面。',
    },
    text: (name: string, role: string) =>
      `已邀请 ${name} 担任${role}。请把下面的邀请码只交给本人，请本人私聊我发“绑定 邀请码”。7 天内有效，只能用一次；要收回，请发“撤销邀请 姓名”：`,
    replaced: '您先前给同一姓名、同一职责的邀请码没有用过，现已作废，请用下面的新码。',
    takeBack: {
      ask: '请发“撤销邀请 姓名”。',
      none: '没有找到您可以撤销的邀请：姓名要写全；已经用过的，请发“移除 姓名”。',
      which: (name: string) => `给 ${name} 的邀请不止一种，请选择要撤销的：`,
      done: (name: string, role: string) => `已撤销给 ${name} 的邀请（${role}），邀请码不能再用。`,
      told: (name: string, role: string) => `您给 ${name}（${role}）的邀请已被有权邀请的人员撤销。`,
    },
    accepted: (name: string, role: string) => `${name} 已接受邀请，绑定为${role}。`,
    otherName: (name: string, role: string, taker: string, remove: string) =>
      `请留意：您给 ${name}（${role}）的邀请码，由已登记为 ${taker} 的账号接受了，职责记在 ${taker} 名下。如果不是您要邀请的人，请马上选“${remove}”；单位人员也可以在“我的单位”里移除。`,
    otherPayer: (name: string) =>
      `请留意：您给 ${name}（交款人）的邀请码，由登记为另一个姓名的账号用了，没有增加职责。需要的话请重新邀请。`,
    again: (name: string, role: string) =>
      `请留意：您给 ${name}（${role}）的邀请码已经用过，又有另一个账号拿来绑定，已拒绝。如果先绑定的不是本人，请发“移除 姓名”，姓名要写全；单位人员也可以在“我的单位”里移除。`,
    voided: (name: string, role: string) =>
      `您给 ${name}（${role}）的邀请码被发到了群里，已经作废。需要的话请重新邀请。`,
  },
  menu: {
    mine: '我的票据',
    bind: '单位人员绑定',
    whoami: '我的身份',
  },
  alarm: {
    smsBudget: (perDay: number) =>
      `【鄂票通】短信验证码 24 小时内已发 ${perDay} 条，达到上限，暂不再发。`,
    otherName: (role: string) =>
      `【鄂票通】一个邀请码（${role}）由登记为另一个姓名的账号接受了。邀请码是命令行发出的，请核对是不是本人。`,
    again: (role: string) =>
      `【鄂票通】一个邀请码（${role}）已经用过，又有另一个账号拿来绑定，已拒绝。邀请码是命令行发出的，或者邀请人已经解绑。`,
    voided: (role: string) =>
      `【鄂票通】一个邀请码（${role}）被发到了群里，已经作废。邀请码是命令行发出的，或者邀请人已经解绑。`,
  },
  group: {
    onlyInGroup: '请在要设置的群里发给我，例如“本群 省属医院”。',
    refused: '抱歉，您不能设置本群。设置群要先在私聊里绑定，并且在您的职责范围内。',
    ask: '请说明本群的对象，例如：本群 省属医院；本群 武汉市 学校；本群 客服 交款人；本群 取消。',
    tied: (audience: string) => `已设置：本群的对象是${audience}。`,
    staff: (audience: string) => `已设置：本群是“${audience}”的客服群。`,
    now: (audience: string) => `本群的对象是${audience}。`,
    nowStaff: (audience: string) => `本群是“${audience}”的客服群。`,
    untied: '已取消本群的设置。',
    none: '本群没有设置对象，按一般问题回答。',
    audience: (region: string, kind?: string) =>
      kind === undefined ? region : `${region} ${kind}`,
    payers: '交款人',
    words: {
      staff: /^(?:客服|人工)/u,
      off: /^(?:取消|解除|无)$/u,
    },
  },
  status: {
    title: '运行情况',
    intro: '本进程的渠道，和数据库里的情况：',
    channels: '渠道',
    state: { starting: '启动中', running: '正常', failing: '异常', stopped: '已停止' },
    since: (state: string, time: string) => `${state}，自 ${time} 起`,
    backlog: '待处理',
    messages: (inbox: number, outbox: number) => `收到未答 ${inbox} 条，待发 ${outbox} 条`,
    unknown: '发送结果不明',
    setAside: '已搁置',
    count: (count: number) => `${count} 条`,
    unsure: (messages: number, deliveries: number) =>
      deliveries === 0
        ? `${messages} 条`
        : `${messages + deliveries} 条，其中通知 ${deliveries} 条`,
    imports: { units: '单位名录导入', receipts: '票据导入' },
    imported: (time: string, read: number, imported: number, refused: number) =>
      `${time}：读到 ${read}，新增或更新 ${imported}，有误 ${refused}`,
    never: '还没有导入过',
  },
  phone: {
    shareContact:
      '请点下面的按钮，把您在 Telegram 登记的手机号发给我；只用来查这个手机号名下的票据。',
    shareButton: '发送我的手机号',
    notOwn: '这不是您自己的手机号，不能用来查票据。请点按钮发送您本人的手机号。',
    notMobile:
      '这个号码不是中国大陆的手机号，查不了。可以用票面上的票据代码、票据号码和校验码查票。',
    askPhone: '请发您缴款时留的手机号（11 位），我会发一个 6 位验证码给它。',
    askCode: (phone: string) => `验证码已发到 ${phone}，5 分钟内有效，请把 6 位数字发给我。`,
    phoneLength: (digits: number) =>
      digits === 11
        ? '这不像中国大陆的手机号，请核对后再发。'
        : `手机号是 11 位数字，您发的是 ${digits} 位，请核对后再发。`,
    codeLength: '验证码是 6 位数字，请核对后再发。',
    wrongCode: '验证码不对，或者已经失效。请核对后再发；要重新获取请发“我的票据”。',
    noGateway: '短信验证现在没有开通。请用票面上的票据代码、票据号码和校验码查票。',
    tooManyNow:
      '这个手机号或账号一小时内获取验证码的次数已经用完，请过一小时再试；也可以用票面上的三项信息查票。',
    tooManyToday:
      '这个手机号今天获取验证码的次数已经用完，请明天再试；也可以用票面上的三项信息查票。',
    budget: '今天的短信验证码已经发完，请明天再试；也可以用票面上的三项信息查票。',
    askCodeUnsure: (phone: string) =>
      `验证码正在发往 ${phone}，但短信平台没有回音。收到后请在 5 分钟内把 6 位数字发给我；没有收到，请稍后再发“我的票据”。`,
    notSent: '验证码没有发出去，请稍后再发“我的票据”。',
    sms: (code: string) =>
      `【鄂票通】验证码 ${code}，5 分钟内有效，用于查看您的财政电子票据。请勿告诉他人。`,
    none: (phone: string) => `${phone} 名下没有查到票据。缴款时留的可能是别的手机号。`,
    list: (phone: string, from: number, to: number) =>
      `${phone} 名下的票据，新的在前，第 ${from === to ? from : `${from}–${to}`} 张：`,
    other: '换一个手机号',
  },
  own: {
    none: '本单位没有这样的票据。请核对交款人全名和开票日期。',
    list: (count: number) => `本单位的票据，共 ${count} 张，请选择：`,
  },
}

export type PeopleWording = typeof peopleZh
