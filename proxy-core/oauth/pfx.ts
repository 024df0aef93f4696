import { msg } from '#messages/message.ts';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { CertificateError } from './certificate-error.ts';

/**
 * Takes the certificates and the private key out of a PFX file (PKCS #12, RFC 7292), whichever of the usual ciphers
 * it has: AES, triple DES, RC2. The file decides how long that takes: for the thread of openProtectedFile.
 * @param pfx - DER
 * @returns PEM texts: the certificates in a row, and the key in PKCS #8, not encrypted
 * @throws CertificateError - passphrase-needed, passphrase-wrong, pfx-not-readable, pfx-without-key; takes-too-long
 *   where derivations are charged
 */
export function readPfx(
  pfx: Uint8Array,
  passphrase: string | undefined,
): { readonly certificatePem: string; readonly keyPem: string } {
  const file = contentOf(pfx, passphrase);
  const bags = file.safeContents.flatMap((part) => part.safeBags);
  const certificates = bags.flatMap((bag) => certificateOf(bag) ?? []);
  const [key, ...furtherKeys] = bags.flatMap((bag) => keyOf(bag) ?? []);
  if (key === undefined || certificates.length === 0) {
    throw new CertificateError(
      'pfx-without-key',
      key === undefined ? msg('signIn.noPrivateKeyInPfx') : msg('signIn.noCertificateInPfx'),
      msg('signIn.exportCertificateAgainTogetherPrivate'),
    );
  }
  if (furtherKeys.length > 0) {
    throw new CertificateError(
      'pfx-without-key',
      msg('signIn.severalPrivateKeysPfxFile'),
      msg('signIn.exportOneCertificateClientUse'),
    );
  }
  return { certificatePem: certificates.join('\n'), keyPem: key };
}

function contentOf(pfx: Uint8Array, passphrase: string | undefined): forge.pkcs12.Pkcs12Pfx {
  const structure = structureOf(pfx);
  try {
    return opened(structure, pfx, passphrase ?? '');
  } catch (error) {
    if (error instanceof CertificateError) throw error;
    // only which kind of error it is counts: the library's words may quote what it read
    const words = error instanceof Error ? error.message : '';
    if (/Cannot read PKCS#12 PFX|not PKCS#12|ASN\.1 object is not|unsupported/i.test(words))
      throw unreadable();
    if (passphrase === undefined || passphrase === '') {
      throw new CertificateError(
        'passphrase-needed',
        msg('signIn.pfxFileProtectedPassphrase'),
        msg('signIn.enterPassphraseExported'),
      );
    }
    throw new CertificateError(
      'passphrase-wrong',
      msg('signIn.passphraseDoesNotOpenPfx'),
      msg('signIn.enterPassphraseExported'),
    );
  }
}

/**
 * The integrity check and the older ciphers take the passphrase as UTF-16 (RFC 7292 appendix B.1), the newer ones as
 * OpenSSL has it: UTF-8. The library knows one form for both, which differ beyond ASCII only.
 */
function opened(structure: forge.asn1.Asn1, pfx: Uint8Array, passphrase: string): forge.pkcs12.Pkcs12Pfx {
  try {
    return forge.pkcs12.pkcs12FromAsn1(structure, false, passphrase);
  } catch (error) {
    if (error instanceof CertificateError) throw error;
    const utf8 = Buffer.from(passphrase, 'utf8').toString('latin1');
    if (utf8 === passphrase) throw error;
    const unchecked = structureOf(pfx);
    // without the integrity check: that the key fits its certificate is looked at later
    if (typeof unchecked.value !== 'string') unchecked.value.splice(2);
    return forge.pkcs12.pkcs12FromAsn1(unchecked, false, utf8);
  }
}

function structureOf(pfx: Uint8Array): forge.asn1.Asn1 {
  try {
    return forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(pfx).toString('latin1')));
  } catch {
    throw unreadable();
  }
}

function certificateOf(bag: forge.pkcs12.Bag): string | undefined {
  if (bag.type !== forge.pki.oids['certBag']) return undefined;
  try {
    // one with a key that the library does not know comes as it stands
    const structure =
      bag.cert === undefined || bag.cert === null ? bag.asn1 : forge.pki.certificateToAsn1(bag.cert);
    return new X509Certificate(derOf(structure)).toString();
  } catch {
    throw unreadable();
  }
}

function keyOf(bag: forge.pkcs12.Bag): string | undefined {
  const { oids } = forge.pki;
  if (bag.type !== oids['keyBag'] && bag.type !== oids['pkcs8ShroudedKeyBag']) return undefined;
  try {
    const structure =
      bag.key === undefined || bag.key === null
        ? bag.asn1
        : forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key));
    const key = createPrivateKey({ key: derOf(structure), format: 'der', type: 'pkcs8' });
    return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch {
    throw unreadable();
  }
}

function derOf(structure: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(structure).getBytes(), 'latin1');
}

function unreadable(): CertificateError {
  return new CertificateError(
    'pfx-not-readable',
    msg('signIn.notPfxFileCanRead'),
    msg('signIn.exportCertificatePrivateKeyAgain'),
  );
}
