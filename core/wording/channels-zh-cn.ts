/** 各个渠道自己的用语：网页、微信、公众号。 */

export const channelsZh = {
  chat: {
    title: '鄂票通',
    subtitle: '湖北省财政电子票据助手',
    log: '对话记录',
    message: '消息',
    send: '发送',
    attach: '添加文件',
    file: '文件',
    tooLarge: '文件超过 10 MB，没有发送。',
    unknownType: '没有发送：只收图片、PDF、OFD、XML、Excel、Word 和 ZIP 文件。',
    tooMany: '发送文件太频繁，没有发送，请过几分钟再试。',
    placeholder: '输入票据信息或问题',
    hello: '您好，我是鄂票通',
    hint: '把票面上的票据代码、票据号码和校验码发给我，就能查到这张票据。也可以直接问问题，或者先点一项试试：',
    kept: '对话文字最多保留 7 天，发“隐私”可看说明。',
    you: '您：',
    me: '鄂票通：',
    working: '正在处理',
    disconnected: '连接已断开，正在重新连接…',
    sending: '发送中…',
    failed: '没有发送成功',
    resend: '重新发送',
    choices: '可选的下一步',
    newWindow: '（在新窗口打开）',
    newer: '有新消息',
    needsScript: '这个页面需要启用 JavaScript 才能对话。',
  },
  wechat: {
    late: '刚才离线了，请再发一次。',
    groupHello: (prefix: string) =>
      `大家好，我是鄂票通，帮大家查取、查验湖北省财政电子票据。在群里提到我，或以“${prefix}”开头提问；涉及票据的内容请加我好友后私聊。`,
    howPrivate: (word: string) =>
      `我已经私聊您；没有收到的，请先加我为好友（申请里写“${word}”），再把问题发给我。`,
    login: (url: string) => `【鄂票通】微信需要登录。请管理员用微信扫描这里的二维码：${url}`,
    trouble: {
      'wrong-token':
        '【鄂票通】微信连接失败：令牌无效或已过期。请检查 WECHATY_PUPPET_SERVICE_TOKEN。',
      unreachable: '【鄂票通】微信连接失败：连不上微信服务。正在自动重试。',
      silent: '【鄂票通】微信没有任何响应，正在重新连接。',
      'logged-out': '【鄂票通】微信已退出登录或被挤下线，请重新扫码登录。',
      limited: '【鄂票通】微信提示操作频繁，已暂停发送，稍后自动恢复。',
      refused: '【鄂票通】有消息被微信拒收，对方可能已删除好友，或本账号已不在群里。',
      late: '【鄂票通】微信离线期间有消息没有及时收到，已请对方重发。可运行 npm run cli -- inbox list --set-aside 查看。',
      gone: '【鄂票通】微信进程（npm run bot:wechat）没有响应，可能已经退出，请检查后重新启动。',
      missing: '【鄂票通】微信组件没有安装或无法加载，其他渠道不受影响。',
    },
  },
  official: {
    scan: '扫码查票',
    type: '输入查票',
    help: '能做什么',
    quotaSpent:
      '【鄂票通】公众号今天的接口调用次数已用完：5 秒内能答的照常回复，其余的零点以后再发。',
  },
}

export type ChannelWording = typeof channelsZh
