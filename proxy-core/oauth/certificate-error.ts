import { msg, type PlainCode } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';

export const certificateErrorCodes = [
  'malformed-name',
  'malformed-days',
  'certificate-unreadable',
  'key-unreadable',
  'passphrase-needed',
  'passphrase-wrong',
  'takes-too-long',
  'pfx-not-readable',
  'pfx-without-key',
  'no-certificate',
  'not-rsa',
  'key-too-short',
  'key-mismatch',
  'expired',
  'not-yet-valid',
] as const;
export type CertificateErrorCode = (typeof certificateErrorCodes)[number];

/** A certificate cannot be made or taken over. Never holds a part of a key or a passphrase. */
export class CertificateError extends CodedError<CertificateErrorCode> {}

/** A certificate's error in texts without values. */
export function certificateError(
  code: CertificateErrorCode,
  text: PlainCode,
  fix: PlainCode,
): CertificateError {
  return new CertificateError(code, msg(text), msg(fix));
}

export function takesTooLong(): CertificateError {
  return certificateError(
    'takes-too-long',
    'signIn.fileAsksSoManyRounds',
    'signIn.exportAgainUsualNumberRounds',
  );
}
