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
export class CertificateError extends Error {
  readonly code: CertificateErrorCode;
  readonly fix: string;

  constructor(code: CertificateErrorCode, message: string, fix: string) {
    super(message);
    this.name = 'CertificateError';
    this.code = code;
    this.fix = fix;
  }
}

export function takesTooLong(): CertificateError {
  return new CertificateError(
    'takes-too-long',
    'The file asks for so many rounds of encryption that opening it would take too long.',
    'Export it again with the usual number of rounds, such as the 2,048 of OpenSSL.',
  );
}
