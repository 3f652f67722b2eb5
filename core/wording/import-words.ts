/** 导入票据时给管理员看的话：只在命令行里出现，不重复任何票面内容。 */

const kinds = { code: '8 位数字', number: '10 位数字' }

interface UnitResult {
  readonly read: number
  readonly imported: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
}

export const importWords = {
  // 逐项
  empty: '必填，不能为空',
  code: `应为 ${kinds.code}`,
  number: `应为 ${kinds.number}（开头的 0 不能省略）`,
  check: '应为 6 位字母或数字',
  date: '应为真实存在的日期，写成 yyyy-MM-dd 或 yyyyMMdd',
  time: '应为 HH:mm:ss 的时间',
  amount: '应为以元为单位的金额，最多两位小数',
  negative: '只有写明原票代码和号码的红字票，金额才能是负数',
  payCode: '应为 20 位数字',
  tooLong: (most: number) => `太长，最多 ${most} 个字`,
  broken: '有无法识别的字符，可能是文件编码有误',
  original: '原票代码和原票号码要么都填（8 位和 10 位数字），要么都不填',
  ownOriginal: '原票不能是这张票据自己',
  different: '台账里已有这个代码和号码的票据，内容不同，保留原有的',
  // 逐行
  columns: (found: number, wanted: number) => `这一行有 ${found} 列，表头有 ${wanted} 列`,
  quotes: '引号没有配对，这一行没有读',
  // 逐个文件
  notFound: '找不到这个文件或文件夹',
  unreadable: '读不了这个文件或文件夹',
  notAFile: '不是普通文件，也不是文件夹',
  emptyFile: '文件是空的',
  unknownKind: '认不出的文件，只接受票据 CSV、票据 XML 和 zip',
  utf16: '文件是 UTF-16 编码，请另存为 UTF-8 或 GB18030',
  missingColumn: '表头缺少这个必需的列',
  doubledColumn: '表头里这个列出现了不止一次',
  recordTooLong: '这一行太长，不像是票据；从这里起没有再读',
  link: '是链接，没有读',
  tooDeep: '文件夹套得太深，没有读',
  xmlTooBig: '文件太大，不像是一张票据',
  xmlDoctype: 'XML 里有 DOCTYPE 或实体定义，不予读取',
  xmlEntity: 'XML 里有不允许的实体',
  xmlBroken: '不是格式完好的 XML',
  xmlNoReceipt: 'XML 里没有财政电子票据（EInvoice）',
  zipBroken: '压缩包已损坏，或不是 zip',
  zipUnsupported: '压缩包用了不支持的格式（加密、分卷、ZIP64 或少见的压缩方法）',
  zipTooMany: (most: number) => `压缩包里的文件太多，最多 ${most} 个`,
  zipBomb: '解压后大得反常，没有继续读',
  zipPath: '压缩包里这个文件的路径不安全，没有读',
  zipNested: '压缩包里不能再放压缩包',
  zipOverlap: '压缩包里的文件互相重叠，不予读取',
  // 单位名录
  unit: {
    code: '应为 4 到 30 位字母、数字或连字符',
    region: '应为湖北省的 6 位行政区划代码',
    oneOf: (values: readonly string[]) => `应为其中之一：${values.join('、')}`,
    ownParent: '上级单位不能是它自己',
    doubled: (line: number) => `第 ${line} 行已有这个单位代码，这一行没有导入`,
    summary: (r: UnitResult) =>
      `读到 ${r.read} 个单位：新增 ${r.imported - r.changed} 个，更新 ${r.changed} 个，没有变化 ${r.unchanged} 个，未导入 ${r.refused} 个`,
    gone: (count: number, first: readonly string[]) =>
      `名录里不再有的 ${count} 个单位已标为撤销（没有删除）：${first.join('、')}${count > first.length ? ' 等' : ''}`,
    noneGone: '文件没有读完，所以没有把任何单位标为撤销',
    sampleWritten: (count: number, path: string) => `已写好 ${count} 个示例单位：${path}`,
  },
  // 结果
  place: (line: number | undefined, column: string | undefined, why: string) =>
    [line === undefined ? '' : `line ${line}`, column === undefined ? '' : `column ${column}`]
      .filter(Boolean)
      .join(', ') + (line === undefined && column === undefined ? why : `: ${why}`),
  moreProblems: (count: number) => `以及另外 ${count} 处`,
  progress: (rows: number, seconds: number) =>
    `已读 ${rows} 张，用时 ${Math.round(seconds)} 秒，每秒 ${Math.round(rows / Math.max(seconds, 0.001))} 张`,
  rehearsing: (rows: number) => `正在核对（--strict），已核对 ${rows} 张`,
  summary: (r: { read: number; imported: number; unchanged: number; refused: number }) =>
    `读到 ${r.read} 张：导入 ${r.imported} 张，已有且相同 ${r.unchanged} 张，未导入 ${r.refused} 张`,
  strictRefused: '有问题，按 --strict 的要求一张也没有导入',
  strictLate: '核对之后文件或台账又有变化，只导入了没有问题的票据',
  notAll: '没有读完，原因见上',
  sampleWritten: (count: number, path: string) => `已写好 ${count} 张示例票据：${path}`,
  samplePath: '只有一张时才能写成 .xml；多张请写成 .csv，或给一个文件夹',
  sampleFailed: '写不了这个位置',
}
