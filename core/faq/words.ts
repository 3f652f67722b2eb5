/** What a text does in a conversation about questions, told by its words alone. */

const QUESTION =
  /[?？吗呢咋啥么]|怎样|如何|什么|为何|哪[里儿个些种]|多久|多少|几[位天张年]|能不能|可不可以|是不是|要不要|会不会|有没有|能否|是否|意思|区别|^(?:how|what|why|where|when|which|can i|do i)\b/i

/** “8 位代码是什么” asks; a name, a value or a bare word does not. */
export function looksLikeQuestion(text: string): boolean {
  return QUESTION.test(text)
}

const HAN = /\p{Script=Han}/u
const LATIN_WORDS = /[A-Za-z]{2,}/g

/** Two English words or more, and no Chinese: “OFD” alone says nothing about a language. */
export function isEnglish(text: string): boolean {
  return !HAN.test(text) && (text.match(LATIN_WORDS)?.length ?? 0) >= 2
}

export type Remark = 'thanks' | 'bye' | 'ok' | 'human' | 'helped' | 'unsolved' | 'more'

const END = '[\\s,.!?~。，！？、…]*'
const REMARKS: readonly (readonly [Remark, RegExp])[] = [
  [
    'thanks',
    whole(
      '(?:好的?[，, ]?)?(?:非常|十分|太)?(?:谢谢|多谢|感谢|谢啦|谢了|3q)(?:你|您|啦|了|哈|呀|啊|谢谢)*|(?:ok )?(?:many )?thank(?:s| you)(?: so much| very much| a lot)?|thx',
    ),
  ],
  ['bye', whole('再见|拜拜|拜|回见|晚安|bye(?: ?bye)?|goodbye|see you')],
  [
    'human',
    whole(
      '(?:我(?:要|想)|请|帮我)?(?:转|找|接)?(?:人工|真人|客服)(?:客服|服务|坐席)?|human|agent|(?:talk|speak) to (?:a |an )?(?:human|person|agent|someone)',
    ),
  ],
  [
    'ok',
    whole(
      '好|好的|好滴|好哒|好吧|行|嗯+|哦+|噢+|知道了|明白了?|了解|收到了|懂了|ok|okay|got it|i see',
    ),
  ],
  [
    'helped',
    whole(
      '有帮助|有用|很有用|解决了|问题解决了|已解决|搞定了|(?:very )?helpful|solved|(?:it|this|that) helped',
    ),
  ],
  [
    'unsolved',
    whole(
      '没解决|没有解决|还没解决|未解决|没帮助|没有帮助|没用|没有用|冇用|不对|不是这个|不是我要的|答非所问|还是不行|还是不懂|not solved|unsolved|not helpful|(?:no,? ?)?(?:it|that|this) did(?: not|n.t) help|it did not help|that did not help|still not working',
    ),
  ],
  [
    'more',
    whole(
      '(?:请|能|可以)?(?:再)?(?:说|讲|写)?(?:得)?(?:更)?(?:详细|具体|仔细)(?:一?[点些]|说说|说明|讲讲|内容)?(?:说|讲)?(?:吗)?|展开|全文|more|(?:tell me |give me )?more details?|in (?:more )?detail|(?:the )?details?',
    ),
  ],
]

/** A whole message that is no question but a remark. */
export function remarkIn(text: string): Remark | undefined {
  const bare = text.trim()
  return REMARKS.find(([, pattern]) => pattern.test(bare))?.[0]
}

function whole(words: string): RegExp {
  return new RegExp(`^(?:${words})(?:了|啊|呀|哈|啦|吧)?${END}$`, 'iu')
}

const LEADS =
  /^(?:那|如果|要是|假如|万一|还有|换成|若是|and\b|then\b|but if\b|(?:what|how) (?:about|if)\b)/i
const TRAILS = /呢[\s?？!！。~]*$/
const SHORT = 18

/** “那纸质的呢？” means something only after what was said before. */
export function goesOnFrom(text: string): boolean {
  const length = HAN.test(text) ? Array.from(text).length : (text.match(/\S+/g)?.length ?? 0) * 2
  return length <= SHORT && (LEADS.test(text) || TRAILS.test(text))
}
