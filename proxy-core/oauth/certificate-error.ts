import { CodedError, errorTable } from '#core/errors/coded-error.ts';

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

/** Certificates' errors, by what is wrong. */
export const certificateError = errorTable(
  (code: CertificateErrorCode, text, fix) => new CertificateError(code, text, fix),
  {
    'signIn.certificateCanGood1Days': ['malformed-days', 'signIn.enterNumberDaysSuch730'],
    'signIn.certificateExpired': ['expired', 'signIn.makeNewCertificateUploadApp'],
    'signIn.certificateGoodOnlyFrom': ['not-yet-valid', 'signIn.checkClockComputerWaitDay'],
    'signIn.fileAsksSoManyRounds': ['takes-too-long', 'signIn.exportAgainUsualNumberRounds'],
    'signIn.keyDoesNotBelongCertificate': ['key-mismatch', 'signIn.chooseKeyFileMadeTogether'],
    'signIn.keyFewerThanBits': ['key-too-short', 'signIn.makeCertificateLongerKeyLet'],
    'signIn.keyNotRsaKeyMicrosoft': ['not-rsa', 'signIn.makeCertificateRsaKey2048'],
    'signIn.keyProtectedPassphrase': ['passphrase-needed', 'signIn.enterPassphraseKey'],
    'signIn.nameCertificateMust164': ['malformed-name', 'signIn.enterShortNameSuchClient'],
    'signIn.noCertificateInPfx': ['pfx-without-key', 'signIn.exportCertificateAgainTogetherPrivate'],
    'signIn.noPrivateKeyInPfx': ['pfx-without-key', 'signIn.exportCertificateAgainTogetherPrivate'],
    'signIn.notCertificatePemForm': ['certificate-unreadable', 'signIn.chooseFileThatBegins'],
    'signIn.notPfxFileCanRead': ['pfx-not-readable', 'signIn.exportCertificatePrivateKeyAgain'],
    'signIn.notPrivateKeyPemForm': ['key-unreadable', 'signIn.chooseFileThatBegins'],
    'signIn.passphraseDoesNotOpenKey': ['passphrase-wrong', 'signIn.enterPassphraseKeyMade'],
    'signIn.passphraseDoesNotOpenPfx': ['passphrase-wrong', 'signIn.enterPassphraseExported'],
    'signIn.pfxFileAnotherBinaryOne': ['pfx-not-readable', 'signIn.givePfxFileClientPassphrase'],
    'signIn.pfxFileProtectedPassphrase': ['passphrase-needed', 'signIn.enterPassphraseExported'],
    'signIn.pfxFileTooLargeHold': ['pfx-not-readable', 'signIn.chooseFileExportedClient'],
    'signIn.severalPrivateKeysPfxFile': ['pfx-without-key', 'signIn.exportOneCertificateClientUse'],
  },
);
