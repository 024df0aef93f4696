/** A command line of POP3 or SMTP: the verb in upper case, and every octet behind the one space that follows it. */
export interface CommandLine {
  readonly verb: string;
  /** Empty where there is none. */
  readonly argument: Buffer;
}

/** Cuts a command line at its first space. */
export function cutCommand(line: Buffer): CommandLine {
  const space = line.indexOf(0x20);
  const end = space === -1 ? line.length : space;
  return { verb: line.subarray(0, end).toString('latin1').toUpperCase(), argument: line.subarray(end + 1) };
}
