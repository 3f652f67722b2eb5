/** What an editor of the FAQ is told about a file. */
export const faqWords = {
  twice: (id: string, first: string) => `编号 ${id} 已经用在 ${first} 里，每个编号只能用一次。`,
}
