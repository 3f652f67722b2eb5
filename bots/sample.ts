/** `cli sample receipts`: writes sample receipts as one CSV, one XML, or a folder of XML. */
import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { csvHeader, csvRow, receiptXml } from '../adapters/import/write.ts'
import { sampleReceipt } from '../core/receipts/sample.ts'
import { importWords as words } from '../core/wording/import-words.ts'

export interface SampleArgs {
  readonly count: number
  /** The same seed writes the same receipts. */
  readonly seed: number
  /** `.csv`; `.xml` for one receipt; else a folder, made when missing, one XML each. */
  readonly path: string
}

export interface SampleIo {
  out(line: string): void
  err(line: string): void
}

const FLUSH_CHARACTERS = 256 * 1024

/** 0: written; 1: the place cannot be written, said on `err`; 2: many receipts for one XML. */
export async function sampleReceipts(args: SampleArgs, io: SampleIo): Promise<0 | 1 | 2> {
  const { count, path } = args
  if (/\.xml$/i.test(path) && count !== 1) {
    io.err(words.samplePath)
    return 2
  }
  try {
    await (/\.csv$/i.test(path) ? writeCsv(args) : writeXml(args))
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    io.err(`${words.sampleFailed}：${path} ${code}`)
    return 1
  }
  io.out(words.sampleWritten(count, path))
  return 0
}

async function writeCsv({ count, seed, path }: SampleArgs): Promise<void> {
  const file = await open(path, 'w')
  try {
    let text = csvHeader
    for (let index = 0; index < count; index++) {
      text += csvRow(sampleReceipt(seed, index))
      if (text.length < FLUSH_CHARACTERS) continue
      await file.appendFile(text)
      text = ''
    }
    await file.appendFile(text)
  } finally {
    await file.close()
  }
}

async function writeXml({ count, seed, path }: SampleArgs): Promise<void> {
  const single = /\.xml$/i.test(path)
  if (!single) await mkdir(path, { recursive: true })
  for (let index = 0; index < count; index++) {
    const receipt = sampleReceipt(seed, index)
    const name = single ? path : join(path, `${receipt.code}-${receipt.number}.xml`)
    await writeFile(name, receiptXml(receipt))
  }
}
