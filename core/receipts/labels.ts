/** Values that stand behind their label: 票据代码：4299…, check code 55e8a5. */
import { compactDate, separateDate } from './date.ts'
import { type Found, setAmount, setDate, setDecision, setOnce, setPayment } from './reading.ts'

const BETWEEN = String.raw`[)】]?\s?(?:(?:是|为|[:=#])\s?)?`
const END = String.raw`(?![0-9A-Za-z])`
/** Words of foreign names, with their accents, hyphens and apostrophes, stand apart. */
const FOREIGN = String.raw`(?!\p{Script=Han})\p{L}(?:(?!\p{Script=Han})[\p{L}\p{M}.'’ʼ-])*`
const CHECK_CODE = String.raw`(?<![0-9A-Za-z])(?=[A-Za-z]*\d)[0-9A-Za-z]{6}(?![0-9A-Za-z])`
/** A unit's name may have a number in it, which goes on in Chinese and is no date, no amount and no check code. */
const LETTER = String.raw`(?:(?!${CHECK_CODE})(?:[^\s,，;；。:\d]|\d{1,4}(?=[A-Za-z]*\p{Script=Han})(?![年月日元号点时])))`
/** Dots between the parts of a name may have blanks around them. */
const DOTTED = String.raw` ?[·•・‧∙⋅] ?${LETTER}+`
const NAME = String.raw`(?:${LETTER}{2,60}|${FOREIGN}(?= ${FOREIGN}))(?:${DOTTED}|(?<!\p{Script=Han}) ${FOREIGN})*`
/** A name needs a sign or a word between: “姓名是否正确” names nobody. */
const PAYER = new RegExp(
  String.raw`(?<![0-9A-Za-z])(?:缴款人|交款人|付款人|缴费人|姓名|抬头|payer)(?:名称|姓名|全名|全称| ?name)? ?(?:[:=]|是(?!否|不是)|为| is ) ?(${NAME})`,
  'iu',
)
/** “我叫赵大川”, “…，叫赵大川”. */
const CALLED =
  /(?<!\p{L})(?:我的?名字|名字|我|他|她|本人)?叫做? ?(\p{Script=Han}[\p{Script=Han}·]{1,3})(?!\p{Script=Han})/u
/** A label, what may stand between, and a value of the right shape. Longer labels first: 票据代码 before 代码. */
const LABELS: readonly (readonly [RegExp, (found: Found, value: string) => unknown])[] = [
  [
    label(
      String.raw`(?:行政)?处罚决定书?(?:编号|号码|文号|号)|决定书(?:编号|号码|号)|penalty decision(?: no\.?| number)?`,
      String.raw`(\d(?:[ -]?\d){5,24}(?!\d)|[\p{Script=Han}〔〕()\[\]]{1,12}\d[0-9\p{Script=Han}〔〕()\[\]-]{0,20}号)`,
    ),
    (found, value) => setDecision(found, value),
  ],
  [
    label(
      '缴款码|缴费码|缴款识别码|缴款书号码|pay(?:ment)? ?code',
      String.raw`(\d(?:[ -]?\d){19})` + END,
    ),
    (found, value) => setPayment(found, { kind: 'payCode', value: value.replace(/[ -]/g, '') }),
  ],
  [
    label(
      '票据代码|发票代码|代码|(?:invoice|receipt) ?code|(?<!check )code',
      String.raw`(\d(?: ?\d){7})` + END,
    ),
    (found, value) => setOnce(found, 'code', value.replaceAll(' ', '')),
  ],
  [
    label(
      '票据号码|发票号码|票据号|票号|号码|(?:invoice|receipt) ?(?:number|no\\.?)|number|No\\.?',
      String.raw`(\d(?: ?\d){9})` + END,
    ),
    (found, value) => setOnce(found, 'number', value.replaceAll(' ', '')),
  ],
  [
    label(
      String.raw`校验码|验证码|检验码|check ?code|check(?=\s?[:=])`,
      String.raw`([0-9A-Za-z]{6})` + END,
    ),
    (found, value) => setOnce(found, 'check', value),
  ],
  [
    label(
      '小写|合计|金额|总额|总计|amount|total',
      String.raw`[¥$]?\s?(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?)(?![\d.])`,
    ),
    (found, value) => setAmount(found, value),
  ],
  [
    label(
      String.raw`开票日期|(?<!\p{Script=Han})(?:日期|时间)|date|issued(?: on)?`,
      String.raw`(\d{8}(?!\d)|(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2})`,
    ),
    (found, value) => setDate(found, compactDate(value) ?? separateDate(value)),
  ],
  [PAYER, (found, value) => (found.payer ??= value)],
  [CALLED, (found, value) => (found.payer ??= value)],
]

function label(names: string, value: string): RegExp {
  return new RegExp(`(?<![0-9A-Za-z])(?:${names})${BETWEEN}${value}`, 'iu')
}

export function takeLabelled(text: string, found: Found): string {
  let rest = text
  for (const [pattern, set] of LABELS) {
    const match = pattern.exec(rest)
    if (!match?.[1]) continue
    set(found, match[1])
    rest = rest.replace(match[0], ' ')
  }
  return rest
}
