/** What means one thing though it is said in many words: the concepts of the domain and those of asking itself. */

/**
 * What people of the domain call one thing. Only one of several ways to compare texts: the words themselves
 * are compared too, since 作废 a paper receipt is not 冲红 an electronic one.
 */
const DOMAIN: Readonly<Record<string, string>> = {
  冲红: '冲红 红冲 作废 做废 红字 退票 冲销 撤销 撤票 废掉 红票 冲掉 冲了 冲正 抹掉',
  换开: '换开 打印纸 换纸 换成纸 纸质票 纸质的 纸票 换打 换出来 纸质',
  取票: '取票 拿票 下载 拿到 领票 查取 获取 取到 收到票 弄到 调出 取出',
  开票: '开票 开具 出票 开一张 开张 开个 填开 打票',
  查验: '查验 验票 验真 真伪 真假 假票 辨真 验证 鉴别 核验 是不是真 查真',
  报销: '报销 入账 报账 做账 记账 报帐 做帐 入帐',
  退费: '退费 退款 退钱 退号 退了钱 钱退 退回来',
  抬头: '抬头 名字 名称 户名',
  写错: '开错 填错 写错 错了 弄错 搞错 有误',
  校验码: '校验码 验证码 检验码 校验 随机码',
  票据: '票据 发票 收据 单据 票子 凭证',
  缴款: '缴款 缴费 交钱 交费 付款 付钱 缴了 交了 付了 交完 缴完',
  手机号: '手机号码 手机号 号码换 换号 电话号',
  通知: '短信 通知 消息 推送 提醒',
  丢失: '丢了 弄丢 丢失 遗失 不见 找不到 弄没 删了 误删 没了 搞丢',
  罚款: '罚款 罚单 违章 违法 处罚 交警 扣分',
  捐赠: '捐赠 捐款 捐钱 捐了 捐的 善款 爱心款 募捐',
  领用: '领用 领取 申领 购领 领购',
  核销: '核销 缴销 销号 销票',
  证书: '证书 ukey u盾 ca',
  签名: '签名 签章 印章 盖章',
  绑定: '绑定 认证 邀请码 加入',
  人工: '人工 真人 客服 工作人员 专人 活人',
  外地: '外地 外省 异地 跨省 其他省 别的省 省外',
  批量: '批量 几百张 一次性 很多张 一批 成批 一堆 多张 好多张 一大堆',
  部分: '部分 只退 一半 差额',
  重复: '重复 两次 两遍 再报 又报',
  扫码: '扫码 二维码 拍照 扫一扫 图片 照片 扫描',
  归档: '归档 存档 档案 保存 保管 留存',
  隐私: '隐私 个人信息 泄露 泄漏 信息安全',
  打印: '打印 打出来 打一份 复印',
  进度: '进度 哪一步 办到 审核 办好 批下来 批了',
  登录: '登录 登陆 登不 进不去 登入',
  接口: '接口 对接 api 联调 报文',
  培训: '培训 学习 教程 视频 讲座',
  号段: '票号 号段 编号 编码 号码',
  学费: '学费 学杂费 住宿费 书本费',
  超时: '超时 转圈 没反应 卡住 卡死 没返回',
}

/** What is asked about a thing, whatever the thing, and words of every day. */
const GENERAL: Readonly<Record<string, string>> = {
  怎么: '怎么办 怎么 如何 步骤 流程 方法 办法 how',
  为什么: '为什么 原因 病因 起因 成因 诱因 引起 导致 造成 引发 所致 怎么回事 why',
  哪里: '哪里 哪个地方 什么地方 网址 入口 哪儿 where',
  谁: '谁 哪个部门 找哪 哪个单位 哪位 who',
  何时: '什么时候 多久 几天 多长时间 何时 when',
  多少: '多少 几位 几个 几张 几年 几次',
  可以: '可以 允许 能 行吗 会不会 能够 可否',
  什么: '什么 哪些 哪种 哪个 what which',
  区别: '区别 不同 不一样 差别 差异 区分 分辨 difference',
  需要: '需要 必须 应该 应当 有必要 一定要 该不该 得要 need must should',
  意思: '意思 定义 含义 解释 概念',
  价钱: '多少钱 价格 费用 价钱 收费 贵',
  买卖: '购买 出售 有售 哪卖 买到',
  作用: '作用 功效 效果 疗效 用处 有用 管用 好使 有效 好处 见效',
  危害: '危害 后果 伤害 影响 坏处 副作用 不良反应',
  经常: '经常 总是 老是 常常 一直 反复 不停 反反复复',
  症状: '症状 表现 征兆 特征 现象',
  治疗: '治疗 医治 治好 治愈 根治 能好 救治',
  服用: '服用 吃 喝 口服 用法 用量',
  药: '药物 药品 药',
  食物: '食物 饮食 食品 食疗 忌口 禁忌',
  预防: '预防 防止 避免 防范',
  检查: '检查 确诊 诊断 化验 检测',
  孩子: '孩子 小孩子 小孩 宝宝 儿童 婴儿 小儿 幼儿 新生儿 刚出生 家长',
  孕妇: '孕妇 怀孕 孕期 妊娠 准妈妈',
  老人: '老人 老年人 父母 爸妈 爷爷 奶奶 爸爸 妈妈 我爸 我妈 家人 老公 老婆 家属',
  传染: '传染 感染 传播',
  推荐: '推荐 介绍 求 给个 谁有 有没有',
  好: '比较好 最好 好看 好听 好玩 不错 好用',
  赚钱: '赚钱 挣钱 赚 挣',
  男: '男人 男生 男士 男的 男性',
  女: '女人 女生 女士 女的 女性 女孩',
  恢复: '恢复 找回 还原 复原',
  使用: '使用 用来 操作 用',
  设置: '设置 更改 修改 改成 更换 换成',
  打开: '打开 启动 开启 打不开',
  关闭: '关闭 取消 停用 解除 关掉',
  电脑: '电脑 计算机 笔记本 台式机',
  手机: '手机 苹果手机 安卓',
  网站: '网站 网页 官网 平台',
  软件: '软件 app 应用 程序',
  工作: '工作 职业 上班 就业 前途',
  快: '最快 快速 迅速 马上 立刻 尽快',
}

const words = wordsOf({ ...GENERAL, ...DOMAIN })

/** All words of concepts, longest first. */
export const CONCEPT_WORDS: readonly string[] = [...words.keys()].sort(
  (a, b) => b.length - a.length,
)

/** The concept of such a word, as a unit that no text contains. */
export function conceptOf(word: string): string {
  return words.get(word) ?? word
}

function wordsOf(concepts: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    Object.entries(concepts).flatMap(([name, list]) =>
      list.split(' ').map((word): [string, string] => [word, `<${name}>`]),
    ),
  )
}
