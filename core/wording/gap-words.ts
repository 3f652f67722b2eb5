/** What `cli faq gaps` says to the editors of the FAQ, and what stands in a draft. */
import type { QuestionOutcome } from '../faq/kept.ts'

const outcomes: Record<QuestionOutcome, string> = {
  answered: '已答',
  suggested: '只给了建议',
  refused: '都不是',
  declined: '没答上',
  unsolved: '没解决',
}

export const gapWords = {
  since: '--since 写成 7d 或 12h 这样的时长。',
  longest: '对话文字最多保留 7 天，更早的已经清除。',
  summary: (asked: number, open: number, groups: number) =>
    `共 ${asked} 次提问，${open} 次没有解决，归为 ${groups} 组。`,
  group: (count: number, question: string, outcome: string) =>
    `${count}  ${question}  （${outcome}）`,
  wording: (text: string) => `     · ${text}`,
  more: (count: number) => `     · 另有 ${count} 种问法`,
  near: (entries: readonly string[]) => `     接近的条目：${entries.join('、')}`,
  outcome: (outcome: QuestionOutcome, count: number) => `${outcomes[outcome]} ${count}`,
  joinOutcomes: (parts: readonly string[]) => parts.join('，'),
  answered: (count: number) => `另有 ${count} 份人工答复存成了草稿，加 --draft 写成文件。`,
  drafts: (written: number, kept: number, folder: string) =>
    `草稿 ${written} 份写入 ${folder}${kept > 0 ? `，原有的 ${kept} 份没有改动` : ''}。`,
  noFolder: (folder: string, code: string) => `草稿写不进 ${folder}（${code}）。`,
  draftNote: [
    '# 草稿：改好以后放进 faq 的分组文件夹，文件名改成“编号.md”。',
    '# 编号 id、分组 group、对象 audience、依据 basis、生效日期 effective 都要填；basis 空着不会生效。',
  ],
}
