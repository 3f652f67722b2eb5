/** What sample receipts are made of: kinds, issuing units, and names that are nobody's. */

export type Part = readonly [name: string, unit: string, leastYuan: number, mostYuan: number]

export interface Kind {
  readonly name: string
  /** Digits 5 and 6 of the code; the first four are 4299, which nobody issues. */
  readonly digits: string
  readonly issuers: readonly (readonly [name: string, code: string, region: string])[]
  readonly parts: readonly Part[]
  readonly payers: 'people' | 'organisations' | 'both'
  readonly share: number
  readonly number?: 'decision' | 'payCode'
}

const hospitals = [
  ['江城示范医院', '12420000429900001A', '420000'],
  ['楚天示范中医院', '12420100429900011B', '420100'],
  ['鄂北示范县人民医院', '12420600429900021C', '420684'],
] as const
const schools = [
  ['江城示范大学', '12420000429900031D', '420000'],
  ['荆楚示范职业技术学院', '12421000429900041E', '421000'],
] as const
const charities = [
  ['江城示范慈善会', '51420000429900002B', '420000'],
  ['楚天示范红十字会', '13420500429900052F', '420500'],
] as const
const police = [
  ['江城示范公安交通管理局', '11420100429900061G', '420100'],
  ['楚天示范高速公路警察总队', '11420000429900071H', '420000'],
] as const
const offices = [
  ['湖北省示范机关事务中心', '12420000429900081J', '420000'],
  ['示范市不动产登记中心', '12429004429900091K', '429004'],
] as const
const societies = [['湖北省示范会计学会', '51420000429900101L', '420000']] as const

const kinds: readonly Kind[] = [
  {
    name: '湖北省医疗门诊收费票据（电子）',
    digits: '01',
    issuers: hospitals,
    payers: 'people',
    share: 40,
    parts: [
      ['诊察费', '次', 10, 60],
      ['化验费', '项', 20, 400],
      ['西药费', '盒', 5, 300],
      ['中草药费', '剂', 15, 90],
      ['检查费', '次', 80, 900],
    ],
  },
  {
    name: '湖北省医疗住院收费票据（电子）',
    digits: '02',
    issuers: hospitals,
    payers: 'people',
    share: 12,
    parts: [
      ['床位费', '日', 50, 900],
      ['护理费', '日', 30, 700],
      ['手术费', '次', 1500, 26000],
      ['西药费', '批', 300, 18000],
      ['卫生材料费', '批', 100, 30000],
    ],
  },
  {
    name: '公益事业捐赠统一票据（电子）',
    digits: '03',
    issuers: charities,
    payers: 'both',
    share: 12,
    parts: [
      ['助学捐款', '笔', 1, 5000],
      ['赈灾捐款', '笔', 1, 90000],
      ['医疗救助捐款', '笔', 10, 3000],
    ],
  },
  {
    name: '湖北省交通违法罚没收入票据（电子）',
    digits: '04',
    issuers: police,
    payers: 'people',
    share: 12,
    number: 'decision',
    parts: [['交通违法罚款', '次', 20, 2000]],
  },
  {
    name: '湖北省教育收费票据（电子）',
    digits: '05',
    issuers: schools,
    payers: 'people',
    share: 10,
    number: 'payCode',
    parts: [
      ['学费', '学年', 3000, 12000],
      ['住宿费', '学年', 600, 1800],
      ['教材费', '学年', 100, 900],
    ],
  },
  {
    name: '湖北省资金往来结算票据（电子）',
    digits: '06',
    issuers: offices,
    payers: 'organisations',
    share: 5,
    parts: [
      ['代收水电费', '月', 50, 8000],
      ['投标保证金', '笔', 1000, 200000],
    ],
  },
  {
    name: '湖北省社会团体会费票据（电子）',
    digits: '07',
    issuers: societies,
    payers: 'both',
    share: 4,
    parts: [['会费', '年', 50, 5000]],
  },
  {
    name: '湖北省非税收入通用票据（电子）',
    digits: '08',
    issuers: offices,
    payers: 'both',
    share: 5,
    number: 'payCode',
    parts: [
      ['不动产登记费', '件', 80, 550],
      ['考试考务费', '人次', 30, 180],
    ],
  },
]
export const shares = kinds.flatMap((kind) => Array.from({ length: kind.share }, () => kind))

export const SURNAMES = [
  ...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜',
  '欧阳',
  '诸葛',
  '皇甫',
]
export const GIVEN = [...'一小明芳伟静思远子涵雨桐建国丽娟志强晓峰佳怡浩然梓萱文博雅琴云飞玉兰']
/** Characters that old systems lose: rare ones, and one beyond the basic plane. */
export const RARE = ['堃', '喆', '翀', '祎', '䶮', '㛃', '𬍛', '龘']
export const ODD_PEOPLE = [
  '阿依古丽·示例',
  '买买提江·吐尔逊·示例',
  "Sean O'Sample",
  'María José Ejemplo-Núñez',
  'Example, Jr., John "Jack"',
  '示例·斯琴高娃',
]
export const ORGANISATIONS = [
  '江城示范商贸有限公司',
  '湖北示范建设工程有限公司（武汉分公司）',
  'Sample & Sons (Wuhan) Co., Ltd.',
  '武汉示范大学附属中学',
  '湖北省示范县人民政府国有资产监督管理委员会办公室下属示范产业投资发展集团有限责任公司第二十三项目管理部',
]
export const REMARKS = [
  '个人自付 86.21 元',
  '医保统筹支付 1,204.50 元，个人账户支付 36.00 元',
  '定向用于“乡村助学”项目',
  '第一行，含逗号\n第二行 "含引号"',
  "补开；原纸质票据已收回 <作废> & 留存 'A' 联",
  '=示例（开头是等号）',
]
