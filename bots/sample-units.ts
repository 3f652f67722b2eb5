/** `cli sample units`: writes a directory of invented units as CSV. */
import { writeFile } from 'node:fs/promises'
import { sampleUnit } from '../core/people/sample-units.ts'
import { importWords as words } from '../core/wording/import-words.ts'
import type { SampleArgs, SampleIo } from './sample.ts'

const HEADER = 'unitCode,unitName,region,kind,mode,parentUnit'

/** 0: written; 1: the place cannot be written, said on `err`. */
export async function sampleUnits({ count, seed, path }: SampleArgs, io: SampleIo): Promise<0 | 1> {
  const lines = Array.from({ length: count }, (_, index) => {
    const { code, name, region, kind, mode } = sampleUnit(seed, index)
    return [code, name, region, kind, mode, ''].join(',')
  })
  try {
    await writeFile(path, `${[HEADER, ...lines].join('\n')}\n`)
  } catch (error) {
    io.err(`${words.sampleFailed}：${path} ${(error as NodeJS.ErrnoException).code ?? ''}`)
    return 1
  }
  io.out(words.unit.sampleWritten(count, path))
  return 0
}
