import type { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;

export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority that signs whatever it is asked to. */
export interface Authority {
  readonly ca: string;
  sign(options?: { readonly name?: string; readonly endsInDays?: number }): Promise<ServerCertificate>;
}

export async function makeAuthority(): Promise<Authority> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=An authority of the tests',
    ...validity(10),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  return {
    ca: authority.toString('pem'),
    async sign({ name = '127.0.0.1', endsInDays = 5 } = {}) {
      const leafKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const leaf = await x509.X509CertificateGenerator.create({
        serialNumber: '02',
        subject: 'CN=a server',
        issuer: authority.subject,
        ...validity(endsInDays),
        signingAlgorithm: algorithm,
        publicKey: leafKeys.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.SubjectAlternativeNameExtension([
            /^[\d.]+$/.test(name) ? { type: 'ip', value: name } : { type: 'dns', value: name },
          ]),
        ],
      });
      return { cert: leaf.toString('pem'), key: await pem(leafKeys.privateKey) };
    },
  };
}

/** A certificate that nobody has signed but itself. */
export async function makeSelfSigned(): Promise<ServerCertificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '03',
    name: 'CN=127.0.0.1',
    ...validity(5),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  return { cert: certificate.toString('pem'), key: await pem(keys.privateKey) };
}

function validity(endsInDays: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 10 * day), notAfter: new Date(now + endsInDays * day) };
}

async function pem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}
