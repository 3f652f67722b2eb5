/** For trying without a gateway: the text message is printed on the server's terminal. */
import { maskPhone } from '../../core/receipts/mask.ts'
import type { SmsGateway } from '../../core/ports.ts'

const PER_DAY = 1000

export function createTerminalSms(print: (line: string) => void): SmsGateway {
  return {
    perDay: PER_DAY,
    send(phone, text) {
      print(`[SMS ${maskPhone(phone)}] ${text}`)
      return Promise.resolve()
    },
  }
}
