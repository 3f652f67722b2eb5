/** What of a conversation its staff may read where: into a group nothing goes that could be of a person or a receipt. */
import { hear } from '../commands.ts'
import { masked, SURNAMES } from '../faq/question.ts'
import { looksLikeQuestion } from '../faq/words.ts'
import type { Address } from '../message.ts'
import { plainText } from '../receipts/reference.ts'
import type { Repositories } from '../store.ts'
import type { Desk } from '../turn.ts'
import type { TicketLine } from './kept.ts'
import type { Ticket } from './ticket.ts'

const MASKED_NAME = '〔姓名〕'
const TRADITIONAL = '張陳劉黃楊趙吳孫馬羅鄭謝許韓馮鄧葉蘇盧蔣賈閻譚陸龔顧錢龍萬湯賀嚴韋'
const DOUBLE =
  '欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|皇甫|慕容|令狐|司徒|东方|西门|南宫|夏侯|公孙|长孙|宇文|端木|独孤|尉迟|呼延|澹台|轩辕'
const SURNAME = `(?:${DOUBLE}|[${SURNAMES}${TRADITIONAL}])`
/** What begins like a name and is none. */
const NO_NAME = `(?!${[
  ...['高校', '高中', '高职', '高考', '全部', '全家', '全院', '全省', '全自费', '金额', '方便'],
  ...['方式', '应该', '何时', '党员', '解决', '安装', '关于', '关闭', '万一', '时候', '司机'],
  ...['黄色', '白色', '蓝色', '黄石', '荆州', '荆门', '江夏区', '江岸区', '江汉区', '应城市'],
  ...[
    '石首市',
    '麻城市',
    '武汉',
    '湖北',
    '查[票验询看一]',
    '连[续接着不]',
    '边[上缘]',
    '管[理票财]',
  ],
  ...[
    '向(?:单位|医院|学校|你|您|贵)',
    '于(?:昨|今|前|本|上)',
    '车管',
    '都[是没不有]',
    '和',
    '那[个张边]',
  ],
  ...['票', '医', '卫生', '从[事来]', '公[司务]', '项目', '经办', '时间', '单位'],
].join('|')})`
/** Two characters or three; the third is no word that goes on after a name. */
const NAME = `${SURNAME}\\p{Script=Han}(?:(?![的在是要想帮给交住了也怎能])\\p{Script=Han})?`
const KIN =
  '爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|外公|外婆|老公|老婆|爱人|丈夫|妻子|儿子|女儿|孩子|小孩|哥哥?|姐姐?|弟弟?|妹妹?|同事|朋友|亲戚'
const LABELS =
  '患者|病人|住院人|就诊人|姓名|名字|户名|抬头|缴款人|交款人|付款人|缴费人|收款人|经办人|联系人|学生|家长'
const SAID = String.raw`\s*(?:的?(?:名字|姓名|全名))?\s*(?:就?[是为叫]|[:=])?\s*`

/** A name that is said of somebody, wherever in a sentence: too much is taken rather than too little. */
const SAID_NAMES: readonly RegExp[] = [
  namesBehind(`(?:我|他|她|本人|${KIN})(?:就|的名字)?(?:叫做?|名叫)|名叫|叫做|${LABELS}`, SAID),
  namesBehind(`(?:(?:我|他|她|们|本人|人)就?是|这里是|本人|${KIN})`, `\\s*${NO_NAME}`),
  namesBehind('给|帮|替|代', `\\s*${NO_NAME}`, '(?=$|[^\\p{L}]|[的办查开交问打补换领取缴付报])'),
  namesBehind(
    '(?<![\\p{L}〕])',
    NO_NAME,
    '(?=的(?:电子)?(?:票|发票|收据|住院|门诊|病历|学费|缴|交|费|罚|捐|单子|钱|身份|手机|电话))',
  ),
  new RegExp(
    `(\\b(?:I am|I['’]m|this is|(?:patient|payer|name)(?: is|:)?)\\s+)([A-Z][a-z]+(?: [A-Z][a-z]+)+)`,
    'g',
  ),
]

function namesBehind(words: string, between: string, after = ''): RegExp {
  return new RegExp(`((?:${words})${between})(${NAME}${after})`, 'gu')
}

/** A clause of its own that is nothing but a name: what is answered to “姓名？”. */
const BARE_NAME = new RegExp(`^${SURNAME}\\p{Script=Han}{1,3}$`, 'u')
const CLAUSES = /([\s,，.。;；!！?？、|/()（）:：\n]+)/u
/** “李 小 明”. */
const SPACED = /(?<!\p{L})\p{Script=Han}(?: \p{Script=Han}){1,3}(?!\p{L})/gu

/** As it was said to staff in private within the country; masked in groups and on channels abroad. */
export function readableAt(
  text: string,
  to: Address,
  desk: Pick<Desk, 'channels'>,
  names: readonly string[],
): string {
  return isMaskedAt(to, desk) ? maskedForStaff(text, names) : text
}

/** A channel that is unknown is taken for one abroad. */
export function isMaskedAt(to: Address, { channels }: Pick<Desk, 'channels'>): boolean {
  const traits = channels().find(({ name }) => name === to.channel)?.traits
  return to.group || (traits?.crossBorder ?? true)
}

/** `names`: what is known to be one. Too much is taken rather than too little: staff can always ask. */
export function maskedForStaff(text: string, names: readonly string[] = []): string {
  const lines = text.split('\n').map((line) => {
    const plain = SAID_NAMES.reduce(
      (rest, pattern) => rest.replace(pattern, `$1${MASKED_NAME}`),
      without(names, closed(line)),
    )
    return masked(plain)
  })
  return withoutBareNames(lines.join('\n'))
}

function withoutBareNames(text: string): string {
  const clauses = text.split(CLAUSES)
  return clauses.map((clause) => (isName(clause) ? MASKED_NAME : clause)).join('')
}

/** What the assistant said itself: its words are public but for a name that it greeted somebody by. */
export function answerAt(
  text: string,
  to: Address,
  desk: Pick<Desk, 'channels'>,
  names: readonly string[],
): string {
  return isMaskedAt(to, desk) ? withoutBareNames(without(names, text)) : text
}

/** The names that who asked gave in this ticket, and the one they are bound by. */
export async function namesOf(
  { people, tickets }: Pick<Repositories, 'people' | 'tickets'>,
  { id, asker }: Pick<Ticket, 'id' | 'asker'>,
): Promise<readonly string[]> {
  const [person, lines] = await Promise.all([people.ofAccount(asker), tickets.lines(id)])
  return [...(person ? [person.name] : []), ...namesIn(lines)]
}

/** The longest first: a shorter one may be its beginning. */
export function namesIn(lines: readonly Pick<TicketLine, 'by' | 'text'>[]): string[] {
  const said = lines.filter(({ by }) => by === 'asker').map(({ text }) => closed(text))
  const found = said.flatMap((text) => [
    ...SAID_NAMES.flatMap((pattern) =>
      [...text.matchAll(pattern)].flatMap(([, , name]) => name ?? []),
    ),
    ...text.split(CLAUSES).filter(isName),
  ])
  return [...new Set(found)].toSorted((a, b) => b.length - a.length)
}

function closed(line: string): string {
  return plainText(line).replace(SPACED, (name) => name.replaceAll(' ', ''))
}

function without(names: readonly string[], text: string): string {
  return names.reduce((rest, name) => {
    const plain = plainText(name).trim()
    return plain.length < 2 ? rest : rest.replaceAll(plain, MASKED_NAME)
  }, text)
}

function isName(clause: string): boolean {
  return BARE_NAME.test(clause) && !looksLikeQuestion(clause) && hear(clause).command === undefined
}
