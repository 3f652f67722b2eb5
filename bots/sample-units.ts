/** `cli sample units`: writes a directory of invented units as CSV. */
import { writeFile } from 'node:fs/promises'
import { sampleReceipts } from '../adapters/platform/samples.ts'
import { sampleUnit } from '../core/people/sample-units.ts'
import type { Unit, UnitKind } from '../core/people/unit.ts'
import { importWords as words } from '../core/wording/import-words.ts'
import type { SampleArgs, SampleIo } from './sample.ts'

const HEADER = 'unitCode,unitName,region,kind,mode,parentUnit'

/** Who issued the sample receipts: with them a clerk's part can be tried. */
const issuers = [
  ...new Map(sampleReceipts.map(({ issuer, region }) => [issuer.code, { ...issuer, region }])),
].map(([, issuer]) => ({ ...issuer, kind: kindOf(issuer.name) }))

function kindOf(name: string): UnitKind {
  if (name.endsWith('医院')) return '医院'
  if (name.endsWith('大学')) return '学校'
  return name.endsWith('会') ? '社会团体' : '市州县单位'
}

/** The issuers of the sample receipts come first. */
function unitAt(seed: number, index: number): Unit {
  return { ...sampleUnit(seed, index), ...issuers[index] }
}

/** 0: written; 1: the place cannot be written, said on `err`. */
export async function sampleUnits({ count, seed, path }: SampleArgs, io: SampleIo): Promise<0 | 1> {
  const lines = Array.from({ length: count }, (_, index) => {
    const { code, name, region, kind, mode } = unitAt(seed, index)
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
