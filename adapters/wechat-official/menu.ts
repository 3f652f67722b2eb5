/** The account's menu: a receipt's code is scanned without typing anything, the rest are words of the chat. */
import { zhCN } from '../../core/wording/zh-cn.ts'

const { choices, official } = zhCN

const says = (name: string) => ({ type: 'click', name, key: name })

/** As `/cgi-bin/menu/create` takes it: three entries at most, five below each. */
export const menu = {
  button: [
    {
      name: choices.lookup,
      sub_button: [
        { type: 'scancode_waitmsg', name: official.scan, key: 'scan' },
        { type: 'click', name: official.type, key: choices.lookup },
      ],
    },
    says(choices.verify),
    {
      name: choices.help,
      sub_button: [
        { type: 'click', name: official.help, key: choices.help },
        says(choices.privacy),
        says(choices.language),
      ],
    },
  ],
}
