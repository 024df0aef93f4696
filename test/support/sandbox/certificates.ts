import * as x509 from '@peculiar/x509';

/** A throw-away certificate authority and the server certificate that it signed, all PEM. */
export interface SandboxCertificates {
  /** The authority's certificate: what a client has to trust. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;

/** A client certificate for signing assertions (RFC 7523): certificate and private key (PKCS #8), PEM. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes an authority and a certificate for localhost, 127.0.0.1 and ::1, valid for a week. */
export async function makeCertificates(now = new Date()): Promise<SandboxCertificates> {
  const authorityKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const leafKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const notBefore = new Date(now.getTime() - day);
  const notAfter = new Date(now.getTime() + 7 * day);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Sandbox throw-away CA',
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: 'CN=localhost',
    issuer: authority.subject,
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    publicKey: leafKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await x509.SubjectKeyIdentifierExtension.create(leafKeys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  return {
    ca: authority.toString('pem'),
    cert: leaf.toString('pem'),
    key: privateKeyPem(await crypto.subtle.exportKey('pkcs8', leafKeys.privateKey)),
  };
}

/** Makes a self-signed RSA certificate, as one uploads to an app registration. */
export async function makeClientCertificate(now = new Date()): Promise<ClientCertificate> {
  const rsa = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  };
  const keys = await crypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Sandbox client',
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + 365 * day),
    signingAlgorithm: rsa,
    keys,
  });
  return {
    cert: certificate.toString('pem'),
    key: privateKeyPem(await crypto.subtle.exportKey('pkcs8', keys.privateKey)),
  };
}

function privateKeyPem(pkcs8: ArrayBuffer): string {
  return x509.PemConverter.encode(pkcs8, 'PRIVATE KEY');
}

/** A positive serial number: the first byte stays below 0x80 (RFC 5280 section 4.1.2.2). */
function serialNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `01${Buffer.from(bytes).toString('hex')}`;
}
