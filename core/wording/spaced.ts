/** A name within a Chinese sentence: beside Latin letters and figures stands a space. */
export function spaced(name: string): string {
  return name.replace(/^(?=[A-Za-z0-9])/, ' ').replace(/(?<=[A-Za-z0-9])$/, ' ')
}
