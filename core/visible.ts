/** Text as it may leave for a screen, whoever wrote it: the one place where it is cleaned, for every renderer. */

/** What turns the direction of reading, so that a number would not read as it is. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g
/** All of C0, DEL and C1 but the line feed: a terminal would obey them. */
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g

/** Line breaks become line feeds, tabs spaces, halves of surrogate pairs “\ufffd”; never longer than it was. */
export function visible(text: string): string {
  return text
    .replace(DIRECTION, '')
    .replace(LINE_BREAK, '\n')
    .replaceAll('\t', ' ')
    .replace(CONTROL, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
}
