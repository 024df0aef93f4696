export type CertificateErrorCode =
  | 'malformed-name'
  | 'malformed-days'
  | 'certificate-unreadable'
  | 'key-unreadable'
  | 'passphrase-needed'
  | 'passphrase-wrong'
  | 'pfx-not-readable'
  | 'pfx-without-key'
  | 'no-certificate'
  | 'not-rsa'
  | 'key-too-short'
  | 'key-mismatch'
  | 'expired'
  | 'not-yet-valid';

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
