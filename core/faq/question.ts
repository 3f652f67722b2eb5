/** What is kept of a question: its words, without anything that could be of a receipt or a person. */
import { plainText } from '../receipts/reference.ts'

/** Longer questions are cut after masking. */
export const LONGEST_QUESTION = 200
/** Read and masked at most; what comes after is never looked at. */
const LONGEST_READ = 2000

/** What ends a name. */
const STOP = String.raw`\s,，.。;；!！?？、|/()（）【】\[\]〔〕`
const NUMERALS = '零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖'
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const TITLES = '先生|女士|小姐|同学|大夫|医生|主任|处长|科长|老师|阿姨|师傅'
const CLOSE = '我|他|她|名|孩子|儿子|女儿|老公|老婆|爱人|妈妈|爸爸|爷爷|奶奶|同事'
/** Labels of people on receipts and forms; what kind of name it is may follow. */
const PEOPLE =
  '(?<![A-Za-z])(?:姓名|名字|户名|缴款人|交款人|付款人|缴费人|收款人|经办人|联系人|患者|病人|学生|捐赠人|家长|payer|name)'
const KIND = '(?:\\s?(?:名称|姓名|全名|全称|名字|name))?'
/** To the next stop; given names that stand apart, and foreign names of several words, belong to it. */
const ANY_NAME = `(?:[A-Za-z][A-Za-z.'-]*(?: [A-Za-z][A-Za-z.'-]*){0,4}|[^${STOP}]{1,60}(?: \\p{Script=Han}{1,2}(?!\\p{Script=Han}))*)`
export const SURNAMES =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元顾孟黄穆萧尹姚邵汪祁毛禹狄米贝臧戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路江童颜郭梅林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房缪干解应宗丁宣邓郁杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊甄曲封储靳段富焦巴牧隗谷车侯宓全班仰仲伊宫宁仇栾刘景詹束龙叶幸司黎薄印宿白怀蒲邰鄂索籍赖卓蔺屠蒙池乔胥苍闻莘党翟谭贡劳姬申扶堵冉宰雍桑桂牛寿通边扈燕冀尚农温别庄晏柴瞿阎慕连习艾鱼容向古易廖庾终暨居衡步都耿满匡国文寇广东欧利蔚越师巩聂晁勾敖融冷辛阚那简饶曾沙鞠须丰巢关查游竺盖涂肖佟'
/** What follows such a word is no name: “交款人是单位还是个人”. */
const NOBODY =
  '(?:谁|单位|个人|什么|哪|空|否|不是|我|你|他|她|学生|家长|孩子|老人|公司|医院|学校|别人|本人|怎么|如何)'

/** In this order: what is longer and surer first. No mask holds anything that a later one would take. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/(?:https?:\/\/|www\.)[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+/gi, '〔网址〕'],
  [/[A-Za-z\d._%+-]+@[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+/g, '〔邮箱〕'],
  [
    /((?:决定|通知|告知)书?(?:编号|号码|文号|书号|号)?[\s:=是为]*)[\p{Script=Han}〔〕()[\]A-Za-z]{0,16}\d[\p{Script=Han}\d〔〕()[\]-]*号?/gu,
    '$1〔文号〕',
  ],
  [named(`(?:${PEOPLE}|抬头)${KIND}\\s?[:=]`, ANY_NAME), '$1〔姓名〕'],
  [named(`${PEOPLE}${KIND}\\s?(?:[是为叫]|is\\b)`, `(?!${NOBODY})${ANY_NAME}`), '$1〔姓名〕'],
  [named(`${PEOPLE}${KIND}`, `[${SURNAMES}]\\p{Script=Han}{1,3}(?![^${STOP}的])`), '$1〔姓名〕'],
  [named(`(?:${CLOSE})\\s?叫做?`, `(?!什么|啥|么)[^${STOP}]{2,20}`), '$1〔姓名〕'],
  [named('(?:my name is|i am called)', '[a-z][a-z-]*(?: [a-z][a-z-]*){0,2}'), '$1〔姓名〕'],
  [
    new RegExp(`(?<!\\p{Script=Han})[${SURNAMES}]\\p{Script=Han}{0,2}(?=${TITLES})`, 'gu'),
    '〔姓名〕',
  ],
  [new RegExp(`[${PROVINCES}][A-Za-z][·\\s]?[A-Za-z0-9]{5,6}`, 'gu'), '〔车牌〕'],
  [/\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?[日号]?/gu, '〔日期〕'],
  [/(?<![A-Za-z\d])(?=[A-Za-z-]*\d)[A-Za-z\d](?:-?[A-Za-z\d]){5,}/gu, '〔号码〕'],
  [/\p{Nd}(?:[\s._/,·:-]*\p{Nd}){5,}[Xx]?/gu, '〔号码〕'],
  [new RegExp(`[${NUMERALS}](?:[\\s-]?[${NUMERALS}]){5,}`, 'gu'), '〔号码〕'],
  [
    /((?:校验码|验证码|检验码|check ?code)[\s:=是为]*)[A-Za-z\d]{3,8}(?![A-Za-z\d])/giu,
    '$1〔号码〕',
  ],
  [
    /[¥$]\s?-?\d[\d,]*(?:\.\d+)?|-?\d[\d,]*(?:\.\d+)?\s?(?:万元|元|块钱|块|万)|\d+\.\d{1,2}(?![\d.])/gu,
    '〔金额〕',
  ],
]

/** A run of six letters may be a check code: where words are Chinese, and where other values were taken out. */
const SIX_LETTERS = /(?<![A-Za-z0-9])[A-Za-z]{6}(?![A-Za-z0-9])/g
/** Beside other values a shorter run with a digit may be what is left of one. */
const PIECES = /(?<![A-Za-z\d])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{3,}/g
const MASK = /〔(?:网址|邮箱|文号|姓名|车牌|日期|号码|金额)〕/
const HAN = /\p{Script=Han}/u
const MIXED_CASE = /(?<![A-Za-z0-9])(?=[A-Za-z]*[a-z][A-Za-z]*[A-Z])[A-Za-z]{6}(?![A-Za-z0-9])/g

/** One line of at most 200 characters: see `masked`. */
export function maskedQuestion(text: string): string {
  return Array.from(masked(text)).slice(0, LONGEST_QUESTION).join('')
}

/**
 * One line, of the first 2,000 characters. Digits that could be of a receipt, a phone, a person or an account, amounts,
 * check codes, addresses of the net, plates and names behind a label are replaced by what they were. Too much is
 * taken rather than too little. Never fails.
 */
export function masked(text: string): string {
  let rest = plainText(text.slice(0, LONGEST_READ)).replace(/\s+/g, ' ').trim()
  for (const [pattern, by] of MASKS) rest = rest.replace(pattern, by)
  const wasMasked = MASK.test(rest)
  if (wasMasked) rest = rest.replace(PIECES, '〔号码〕')
  return rest.replace(wasMasked || HAN.test(rest) ? SIX_LETTERS : MIXED_CASE, '〔号码〕')
}

/** A label, kept, and a name behind it, taken. */
function named(label: string, name: string): RegExp {
  return new RegExp(`(${label}\\s*)${name}`, 'giu')
}
