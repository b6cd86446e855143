/** Passwords that somebody has written where none belongs, on a command line or in a target file: no error repeats them. Pure. */

/** What stands between the user and "@" of a URL; a port, which is followed by a space or the end, is none. */
const inUrl = /(:\/\/[^\s:@/"]{0,200}:)(?!\d{1,5}(?:[\s"/]|$))[^]{1,500}(?=@)/g;
/** The same without a scheme: "alice:WORD@mx.test". The path of SMTP stands in angle brackets. */
const inWord = /:(?!\/\/|<)\S{1,500}(?=@)/g;

/** Hides what may be a password in a sentence that repeats what a user wrote. */
export function hidePasswords(text: string): string {
  return text.replace(inUrl, "$1***").replace(inWord, ":***");
}

/** Replaces what may be a password in the URLs and logins of a text by what `star` gives for it, as long as it. */
export function starLogins(text: string, star: (password: string) => string): string {
  return text.replace(inUrl, (match, before: string) => before + star(match.slice(before.length)))
    .replace(inWord, (match) => `:${star(match.slice(1))}`);
}
