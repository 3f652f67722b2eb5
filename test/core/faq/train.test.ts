/** Learning: the same data give the same weights, and they are better than none. */
import { describe, expect, it } from 'vitest'
import { buildCorpus, type Searchable } from '../../../core/faq/corpus.ts'
import { crossValidate, lessonsFromWordings } from '../../../core/faq/examples.ts'
import { measure } from '../../../core/faq/measure.ts'
import { rankLook } from '../../../core/faq/rank.ts'
import { train } from '../../../core/faq/train.ts'

const entries: Searchable[] = [
  ['作废', '电子票据能作废吗 票据作废可以不 开出来的票能不能废掉 票怎么作废'],
  ['换开', '电子票能换纸质票吗 去哪里换开纸质票据 怎么打印成纸质票 换开纸票要带什么'],
  ['捐赠', '捐款什么时候开票 捐赠票据多久能拿到 捐了钱票在哪里 捐款的票什么时候给'],
  ['罚款', '交通罚款的票怎么取 罚款票据在哪里拿 交了罚款怎么要票 违章罚款票据怎么下载'],
  ['登录', '开票系统登录不上 忘记密码怎么办 系统登不进去 密码错误锁住了'],
  ['归档', '电子票据怎么归档 票据要保存多少年 归档存什么格式 电子票保存几年'],
].map(([id = '', wordings = '']) => ({ id, wordings: wordings.split(' ') }))
const outside = {
  id: 'elsewhere',
  wordings: ['今天天气怎么样', '医保卡丢了怎么补', '社保怎么交'],
  elsewhere: true,
}
const lessons = lessonsFromWordings(buildCorpus([...entries, outside]))
const examples = lessons.flatMap((lesson) => lesson.examples)

describe('learning', () => {
  it('gives the same weights for the same examples', () => {
    expect(train(examples)).toEqual(train(examples))
  })

  it('ranks what it has not seen better than no weights do', () => {
    const nothing = { numbers: [], none: [] }
    const untrained = lessons.map(({ corpus, asked, seen }) => ({
      asked,
      ranked: rankLook(corpus, nothing, seen),
    }))
    const learned = measure(crossValidate(lessons, [], 3))
    expect(measure(untrained).answered).toBe(0)
    expect(learned.mrr).toBeGreaterThanOrEqual(measure(untrained).mrr)
    expect(learned.answered).toBeGreaterThan(0.3)
  })

  it('has nothing to say without examples', () => {
    expect(train([])).toEqual({ numbers: [], none: [] })
  })
})
