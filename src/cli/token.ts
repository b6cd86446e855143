/** Makes a word of 12 letters and digits, unique enough for one suite. */
export function makeToken(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((octet) => (octet % 36).toString(36)).join("");
}
