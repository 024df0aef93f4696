/** PowerShell ends a single-quoted string at each of these, not at the ASCII one alone. */
const singleQuotes = /['\u2018-\u201b]/g;

/**
 * A value as a PowerShell string in which nothing is expanded, for a command that a person is shown: in single quotes,
 * with quotes doubled (about_Quoting_Rules).
 * @param value - on one line
 */
export function powershellString(value: string): string {
  return `'${value.replace(singleQuotes, '$&$&')}'`;
}
