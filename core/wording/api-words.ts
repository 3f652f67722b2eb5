/** What the HTTP interface says of a call that does not fit: for who writes programs, in Chinese and in English. */

const AUDIENCES = [
  '{"region":"420100"}',
  '{"kind":"医院"}',
  '{"every":[…]}',
  '{"any":[…]}',
  '{"not":…}',
  '{"all":true}',
]

const zh = {
  /** `field` as the call names it. */
  wrong: (field: string, what: string) => `${field}：${what}`,
  join: (all: readonly string[]) => `${all.join('；')}。`,
  missing: '没有填写',
  unfit: '不符合要求',
  types: {
    string: '应为文字',
    number: '应为数字',
    int: '应为整数',
    boolean: '应为 true 或 false',
    array: '应为列表',
    object: '应为 JSON 对象',
  } as Readonly<Record<string, string>>,
  empty: '不能为空',
  least: (least: number) => `最小是 ${least}`,
  most: (most: number, of: string) =>
    ({ string: `最多 ${most} 个字`, array: `最多 ${most} 项` })[of] ?? `最大是 ${most}`,
  oneOf: (values: readonly string[]) => `只能是 ${values.join('、')} 之一`,
  unknown: (names: readonly string[]) => `没有这些项：${names.join('、')}`,
  instant: '应为带时区的时间，如 2026-11-23T09:00:00+08:00',
  /** By the last part of the field's name. */
  formats: {
    title: '只能写一行，不能有控制字符',
    id: '应为通知编号，如 A-000001',
    after: '应为通知编号，如 A-000001',
    contentHash: '应为 64 位小写十六进制数',
  } as Readonly<Record<string, string>>,
  either: '与 follows 须写一项，且只写一项',
  tooDeep: '嵌套太深，最多八层',
  region: '不是湖北省的行政区划代码',
  group: '不是群的对象，应如“省属医院”',
  unknownUnits: (codes: readonly string[], count: number) =>
    `地区范围内没有这样代码的单位：${codes.join('、')}${count > codes.length ? ` 等 ${count} 个` : ''}`,
  audience: `应为通知的对象，如 ${AUDIENCES.join('、')}`,
}

export type ApiWords = typeof zh

const en: ApiWords = {
  wrong: (field, what) => `${field} ${what}`,
  join: (all) => `${all.join('; ')}.`,
  missing: 'is missing',
  unfit: 'is not acceptable',
  types: {
    string: 'takes a text',
    number: 'takes a number',
    int: 'takes a whole number',
    boolean: 'takes true or false',
    array: 'takes a list',
    object: 'takes a JSON object',
  },
  empty: 'must not be empty',
  least: (least) => `is at least ${least}`,
  most: (most, of) =>
    ({ string: `takes at most ${most} characters`, array: `takes at most ${most}` })[of] ??
    `is at most ${most}`,
  oneOf: (values) => `takes one of: ${values.join(', ')}`,
  unknown: (names) => `has unknown fields: ${names.join(', ')}`,
  instant: 'takes a time with its zone, e.g. 2026-11-23T09:00:00+08:00',
  formats: {
    title: 'takes one line without control characters',
    id: 'takes the id of an announcement, e.g. A-000001',
    after: 'takes the id of an announcement, e.g. A-000001',
    contentHash: 'takes 64 hexadecimal digits in lower case',
  },
  either: 'or follows must be given, and not both',
  tooDeep: 'is nested too deep: eight levels at most',
  region: 'is not a region of Hubei',
  group: 'is not the audience of a group, e.g. 省属医院',
  unknownUnits: (codes, count) =>
    `names units that are not listed in your region: ${codes.join(', ')}${count > codes.length ? ` (${count} in all)` : ''}`,
  audience: `takes e.g. ${AUDIENCES.join(', ')}`,
}

export const apiWords = { zh, en }
