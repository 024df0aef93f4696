import { oneLine } from '#messages/plain-text.ts';

/** mbsync: in double quotes, where a backslash stands before a quote or a backslash. */
export function mbsyncString(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** fetchmail: the same, but a quote can only be told by its number. */
export function fetchmailString(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\x22')}"`;
}

/** mutt: in single quotes nothing is expanded, no variable and no command; a single quote stands in double ones. */
export function muttString(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** msmtp: takes off one pair of quotes and reads the rest as it stands. */
export function msmtpString(text: string): string {
  return `"${text}"`;
}

/** Python's ConfigParser with interpolation (offlineimap): a percent sign is doubled. */
export function interpolatedValue(text: string): string {
  return text.replaceAll('%', '%%');
}

/** A text for a comment of a configuration file: on one line. */
export function commentText(text: string): string {
  return oneLine(text);
}
