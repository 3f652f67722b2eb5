/** Writes one workbook in a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Sheet } from '../../core/ports.ts'
import { xlsxOf } from './xlsx-file.ts'

parentPort?.postMessage(await xlsxOf(workerData as readonly Sheet[]))
