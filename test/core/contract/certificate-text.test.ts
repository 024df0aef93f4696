import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { certificateText } from '#contract/certificate-text.ts';
import { makeCertificates } from '../../support/sandbox/certificates.ts';

test('a certificate in DER, as Windows exports a .cer, is the same one as in PEM', async () => {
  const { cert } = await makeCertificates();
  const certificate = new X509Certificate(cert);
  expect(certificateText(certificate.raw)).toBe(certificate.toString());
  expect(certificateText(Buffer.from(cert))).toBe(cert);
});

test('nothing else is taken for a certificate', async () => {
  const { key } = await makeCertificates();
  const der = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' });
  // a PFX begins with the version 3 (RFC 7292)
  const pfx = Buffer.from([0x30, 0x82, 0x03, 0x00, 0x02, 0x01, 0x03]);
  for (const octets of [der, pfx, Buffer.from('010'), Buffer.from('0'), new Uint8Array()])
    expect(certificateText(octets)).not.toContain('BEGIN');
});
