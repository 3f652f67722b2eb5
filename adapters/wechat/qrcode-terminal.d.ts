/** The one function of qrcode-terminal that is used. */
declare module 'qrcode-terminal' {
  interface Codes {
    generate(text: string, options: { small: boolean }, drawn: (text: string) => void): void
  }
  const codes: Codes
  export default codes
}
