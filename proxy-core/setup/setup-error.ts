import { CodedError } from '#core/errors/coded-error.ts';

/**
 * - not-app-only: the client signs people in; it needs no service principal
 * - not-microsoft: the client is not one of Microsoft's
 * - malformed: a value is not what it must be (an address, a GUID)
 * - no-port: no port for what the program needs is open
 * - not-loopback: the program is elsewhere, and the port only on this machine
 * - no-authority: there is no local certificate authority, as no TLS port is open
 * - whole-domain: the account stands for a whole domain; a mailbox must be named
 * - no-administrator: nobody has to be asked, or nobody knows whom
 * - unreadable: the file is not of the format
 * - unknown-format: the file is of no format that is known
 */
export type SetupErrorCode =
  | 'not-app-only'
  | 'not-microsoft'
  | 'malformed'
  | 'no-port'
  | 'not-loopback'
  | 'no-authority'
  | 'whole-domain'
  | 'no-administrator'
  | 'unreadable'
  | 'unknown-format';

/** Something that is set up outside of Mailwicket cannot be made from what is there. */
export class SetupError extends CodedError<SetupErrorCode> {}
