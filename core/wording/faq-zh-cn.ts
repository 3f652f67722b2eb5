/** 常见问题的用语。 */
import type { Matter } from '../faq/elsewhere/elsewhere.ts'

const SCOPE = '我只回答湖北省财政电子票据的问题，也可以查票、查验。'
const REACH = '需要人工请发“转人工”。'

const elsewhere: Record<Matter, string> = {
  tax: `税务发票不在我的服务范围内。${SCOPE}税务问题请拨打 12366，或到电子税务局办理；发票查验请到国家税务总局全国增值税发票查验平台。`,
  incomeTax: `个人所得税不在我的服务范围内。${SCOPE}请拨打 12366，或在“个人所得税”APP 里办理。`,
  socialSecurity: `社保、医保业务不在我的服务范围内。${SCOPE}社保请拨打 12333，医保请拨打 12393，或问当地经办机构。`,
  housingFund: `住房公积金不在我的服务范围内。${SCOPE}请拨打 12329，或问当地公积金中心。`,
  traffic: `交通违法处理和车驾管业务不在我的服务范围内。${SCOPE}请拨打 12123，或用“交管12123”APP。罚款的票据可以发处罚决定书号给我查。`,
  civil: `这件事不在我的服务范围内。${SCOPE}政务服务请拨打 12345，或在“鄂汇办”里查找。`,
  money: `银行、支付和理财的事不在我的服务范围内。${SCOPE}请联系银行或支付平台的官方客服。`,
  publicFinance: `这是财政的其他业务。${SCOPE}请联系当地财政部门，或拨打 12345 转接。`,
  health: `看病、挂号的事不在我的服务范围内。${SCOPE}请联系医院，或拨打 12320。`,
  provinces: `外省的财政票据业务由当地财政部门办理。${SCOPE}外省票据可以到全国财政电子票据查验平台 https://pjcy.mof.gov.cn 查验。`,
  other: `这件事不在我的服务范围内。${SCOPE}政务服务可以拨打 12345。`,
  smallTalk: `谢谢您来聊天，不过我帮不上别的忙。${SCOPE}`,
  errands: `这件事我不会。${SCOPE}`,
  misuse: `这件事我帮不上。${SCOPE}`,
}

export const faqZhCN = {
  basis: (basis: string, effective: string) => `依据：${basis}；本条自 ${effective} 起`,
  superseded: (question: string) => `这条口径已被取代，请看新的：${question}`,
  noLonger: (why: string) => `这条口径已不再适用：${why}`,
  onlyChinese: '这一条暂时只有中文。',
  suggest: '我不太确定。您想问的是不是：',
  declined: `抱歉，这个问题我还没有可靠的答案，已经记下来请工作人员补充。${SCOPE}\n${REACH}`,
  elsewhere,
  joinElsewhere: (sentence: string) => `${sentence}\n${REACH}`,
  gone: '这一条刚刚有改动，请把问题再发一遍。',
  which: '请说一下您问的是哪件事，我再回答。',
  helped: '好的，很高兴帮到您。',
  unsolved: `抱歉没有帮上忙，已经记下来请工作人员改进。您可以换个说法再问一次。\n${REACH}`,
  refused: `抱歉没有找对，已经记下来请工作人员补充。您可以换个说法再问一次。\n${REACH}`,
  human: '需要人工请选“转人工”，或直接发“转人工”。',
  thanks: '不客气，还有问题随时发给我。',
  bye: '再见，有需要随时找我。',
  ok: '好的。还有问题随时发给我。',
  choices: { none: '都不是', more: '详细', helped: '有帮助', unsolved: '没解决' },
}

export type FaqWording = typeof faqZhCN
