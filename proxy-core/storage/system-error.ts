import { type Message, msg, verbatim } from '#messages/message.ts';
import { isCodedError } from '#core/errors/coded-error.ts';

/** The code of an error that the system gave (`ENOENT`, `EACCES`, …), or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const certificateNotTrusted = msg('storage.certificateNotTrusted');
const inWords: Readonly<Record<string, Message>> = {
  EACCES: msg('storage.permissionDenied'),
  EPERM: msg('storage.permissionDenied'),
  ENOSPC: msg('storage.diskFull'),
  EDQUOT: msg('storage.diskQuotaUsedUp'),
  EROFS: msg('storage.diskReadOnly'),
  EIO: msg('storage.diskReportsInputOutputError'),
  ENOENT: msg('storage.noSuchFileOrFolder'),
  ENOTDIR: msg('storage.fileWhereFolderShould'),
  EISDIR: msg('storage.folderWhereFileShould'),
  EMFILE: msg('storage.tooManyFilesOpen'),
  ENFILE: msg('storage.tooManyFilesOpen'),
  EBUSY: msg('storage.anotherProgramUsing'),
  // of a database
  ECONNREFUSED: msg('storage.nothingListens'),
  ENOTFOUND: msg('storage.hostNameUnknown'),
  EAI_AGAIN: msg('storage.hostNameNotLookedUp'),
  EHOSTUNREACH: msg('storage.noWayThere'),
  ENETUNREACH: msg('storage.noWayThere'),
  ETIMEDOUT: msg('storage.noAnswer'),
  ECONNRESET: msg('storage.connectionBroken'),
  // over TLS: https://nodejs.org/api/tls.html#x509-certificate-error-codes
  CERT_HAS_EXPIRED: msg('storage.certificateExpired'),
  ERR_TLS_CERT_ALTNAME_INVALID: msg('storage.certificateAnotherName'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificateNotTrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificateNotTrusted,
  SELF_SIGNED_CERT_IN_CHAIN: certificateNotTrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: certificateNotTrusted,
};

/** What the system said, for people: 'the disk is full (ENOSPC)'; an error of ours has its own words. */
export function systemErrorText(error: unknown): Message {
  if (isCodedError(error)) return error.text;
  const code = systemErrorCode(error);
  if (code === undefined)
    return error instanceof Error ? verbatim(error.message) : msg('storage.unknownError');
  const words = inWords[code];
  return words === undefined ? verbatim(code) : msg('storage.withSystemCode', { words, code });
}
