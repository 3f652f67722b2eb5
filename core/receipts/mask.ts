/** Masking: what may be shown of personal data outside of the one-time page, and on it. */

/** Keeps the first character: 张*; an empty name stays empty. */
export function maskName(name: string): string {
  const [first] = name.trim()
  return first === undefined ? '' : `${first}*`
}

/** 138****1234; anything too short to keep both ends is all stars. */
export function maskPhone(phone: string): string {
  return phone.length >= 11 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '****'
}

/** First and last character at most. */
export function maskIdentity(identity: string): string {
  if (identity.length < 8) return '****'
  return `${identity.slice(0, 1)}****************${identity.slice(-1)}`
}

/** The last four characters. */
export function lastFour(digits: string): string {
  return digits.slice(-4)
}
