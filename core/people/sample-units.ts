/** A directory of units that do not exist, as large as the real one: the same seed gives the same directory. */
import { PROVINCE, regions } from './regions.ts'
import type { Unit, UnitKind } from './unit.ts'

/** As counted in 2020: so many of the units are integrated (系统对接), the others work online. */
export const DIRECTORY_SIZE = 39_455
const INTEGRATED = 5_092

const kinds: readonly (readonly [kind: UnitKind, ending: string, share: number])[] = [
  ['市州县单位', '示范事务中心', 62],
  ['学校', '示范学校', 18],
  ['医院', '示范医院', 9],
  ['社会团体', '示范协会', 6],
  ['其他', '示范服务站', 3],
  ['省直单位', '示范局', 2],
]

/** The unit at a place of the directory. Its code has the shape of a real one, and a 4299 that nobody has. */
export function sampleUnit(seed: number, index: number): Unit {
  const draw = drawsOf(seed, index)
  const [kind, ending] = pick(draw())
  const places = regions.filter(({ code }) => code !== PROVINCE)
  const place = kind === '省直单位' ? regions[0] : places[Math.floor(draw() * places.length)]
  const { code: region, name } = place ?? { code: PROVINCE, name: '湖北省' }
  const number = String(seed % 100).padStart(2, '0') + String(index).padStart(7, '0')
  return {
    code: `12${region}4299${number.slice(-6)}`,
    name: `${name}第${index + 1}${ending}`,
    region,
    kind,
    mode: (index * INTEGRATED) % DIRECTORY_SIZE < INTEGRATED ? '系统对接' : '在线',
  }
}

function pick(drawn: number): (typeof kinds)[number] {
  let left = drawn * 100
  for (const one of kinds) {
    left -= one[2]
    if (left < 0) return one
  }
  return kinds[0] as (typeof kinds)[number]
}

/** Numbers from 0 to below 1, which follow from the seed and the place. */
function drawsOf(seed: number, index: number): () => number {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
