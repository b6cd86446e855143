/** Makes a word of 12 letters and digits, unique enough for one suite. */
export function makeToken(): string {
  return crypto.randomUUID().slice(-12); // 48 random bits
}
