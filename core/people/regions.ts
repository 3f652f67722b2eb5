/** The regions of Hubei as data: the province, its 17 cities and prefectures, and their counties (GB/T 2260, 2024). */

export interface Region {
  /** Six digits, 行政区划代码. */
  readonly code: string
  readonly name: string
  /** The code of the region it lies in; none for the province. */
  readonly within?: string
}

export const PROVINCE = '420000'

/** Each city with its districts and counties. The last four lie directly under the province. */
const cities: readonly (readonly [name: string, ...counties: string[]])[] = [
  [
    '420100武汉市',
    ...['420102江岸区', '420103江汉区', '420104硚口区', '420105汉阳区', '420106武昌区'],
    ...['420107青山区', '420111洪山区', '420112东西湖区', '420113汉南区', '420114蔡甸区'],
    ...['420115江夏区', '420116黄陂区', '420117新洲区'],
  ],
  [
    '420200黄石市',
    ...['420202黄石港区', '420203西塞山区', '420204下陆区', '420205铁山区', '420222阳新县'],
    '420281大冶市',
  ],
  [
    '420300十堰市',
    ...['420302茅箭区', '420303张湾区', '420304郧阳区', '420322郧西县', '420323竹山县'],
    ...['420324竹溪县', '420325房县', '420381丹江口市'],
  ],
  [
    '420500宜昌市',
    ...['420502西陵区', '420503伍家岗区', '420504点军区', '420505猇亭区', '420506夷陵区'],
    ...['420525远安县', '420526兴山县', '420527秭归县', '420528长阳土家族自治县'],
    ...['420529五峰土家族自治县', '420581宜都市', '420582当阳市', '420583枝江市'],
  ],
  [
    '420600襄阳市',
    ...['420602襄城区', '420606樊城区', '420607襄州区', '420624南漳县', '420625谷城县'],
    ...['420626保康县', '420682老河口市', '420683枣阳市', '420684宜城市'],
  ],
  ['420700鄂州市', '420702梁子湖区', '420703华容区', '420704鄂城区'],
  [
    '420800荆门市',
    ...['420802东宝区', '420804掇刀区', '420822沙洋县', '420881钟祥市', '420882京山市'],
  ],
  [
    '420900孝感市',
    ...['420902孝南区', '420921孝昌县', '420922大悟县', '420923云梦县', '420981应城市'],
    ...['420982安陆市', '420984汉川市'],
  ],
  [
    '421000荆州市',
    ...['421002沙市区', '421003荆州区', '421022公安县', '421024江陵县', '421081石首市'],
    ...['421083洪湖市', '421087松滋市', '421088监利市'],
  ],
  [
    '421100黄冈市',
    ...['421102黄州区', '421121团风县', '421122红安县', '421123罗田县', '421124英山县'],
    ...['421125浠水县', '421126蕲春县', '421127黄梅县', '421181麻城市', '421182武穴市'],
  ],
  [
    '421200咸宁市',
    ...['421202咸安区', '421221嘉鱼县', '421222通城县', '421223崇阳县', '421224通山县'],
    '421281赤壁市',
  ],
  ['421300随州市', '421303曾都区', '421321随县', '421381广水市'],
  [
    '422800恩施土家族苗族自治州',
    ...['422801恩施市', '422802利川市', '422822建始县', '422823巴东县', '422825宣恩县'],
    ...['422826咸丰县', '422827来凤县', '422828鹤峰县'],
  ],
  ['429004仙桃市'],
  ['429005潜江市'],
  ['429006天门市'],
  ['429021神农架林区'],
]

function regionOf(entry: string, within: string): Region {
  return { code: entry.slice(0, 6), name: entry.slice(6), within }
}

export const regions: readonly Region[] = [
  { code: PROVINCE, name: '湖北省' },
  ...cities.flatMap(([city, ...counties]) => [
    regionOf(city, PROVINCE),
    ...counties.map((county) => regionOf(county, city.slice(0, 6))),
  ]),
]

const byCode = new Map(regions.map((region) => [region.code, region]))
const namesOf = (name: string) => [name, shortName(name)]
const byName = new Map(
  // Where a short name means two (恩施), the greater region comes last and stands.
  regions
    .toReversed()
    .flatMap((region) => namesOf(region.name).map((name) => [name, region] as const)),
)

export function regionByCode(code: string): Region | undefined {
  return byCode.get(code)
}

/** By its code, its name, or its name without 市, 县, 区 (“武汉”). */
export function findRegion(text: string): Region | undefined {
  return byCode.get(text) ?? byName.get(text)
}

/** The code itself when it is none of ours. */
export function regionName(code: string): string {
  return byCode.get(code)?.name ?? code
}

/** The city (市州) that a region is or lies in; the province and codes that are none of ours stay themselves. */
export function cityOf(code: string): string {
  const within = byCode.get(code)?.within
  return within === undefined || within === PROVINCE ? code : cityOf(within)
}

/** Whether `code` is `region` or lies in it, however deep. Codes that are none of ours lie nowhere. */
export function liesUnder(code: string, region: string): boolean {
  for (let at = byCode.get(code); at; at = at.within ? byCode.get(at.within) : undefined) {
    if (at.code === region) return true
  }
  return false
}

/** The codes of a region and of all that lies in it. */
export function regionsUnder(region: string): readonly string[] {
  return regions.filter(({ code }) => liesUnder(code, region)).map(({ code }) => code)
}

function shortName(name: string): string {
  if (name === '恩施土家族苗族自治州') return '恩施'
  if (name === '神农架林区') return '神农架'
  const short = name.replace(/(?:土家族)?(?:自治县|省|市|县|区)$/u, '')
  return short.length >= 2 ? short : name
}
