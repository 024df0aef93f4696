import {
  X509Certificate,
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { CertificateError, exportCer, importCertificate, makeCertificate } from '#core/oauth/certificate.ts';
import type { ClientCertificate } from '#core/oauth/certificate.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { failureOf } from '../../support/failure-of.ts';
import { textOf } from '../../support/english.ts';

const clock = new FakeClock(Date.UTC(2026, 5, 1));
const later = new FakeClock(Date.UTC(2029, 5, 1));
const earlier = new FakeClock(Date.UTC(2020, 5, 1));
let made: ClientCertificate;
let other: ClientCertificate;

beforeAll(async () => {
  [made, other] = await Promise.all([
    makeCertificate({ commonName: 'Mailwicket, "Büro" = #1', days: 730, clock }),
    makeCertificate({ commonName: 'other', days: 1, clock }),
  ]);
});

function refusal(run: () => Promise<unknown>): Promise<CertificateError> {
  return failureOf(CertificateError, run());
}

describe('a certificate made here', () => {
  test('is self-signed RSA of 2048 bits or more, for signatures only, and good for the days asked', () => {
    const certificate = new X509Certificate(made.certificate);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.publicKey.asymmetricKeyType).toBe('rsa');
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBeGreaterThanOrEqual(2048);
    expect(made.expires).toBe('2028-05-31T00:00:00.000Z');
    expect(new Date(certificate.validFrom).getTime()).toBeLessThan(clock.now());
    expect(certificate.toLegacyObject().subject.CN).toBe('Mailwicket, "Büro" = #1');
  });

  test('its key is PKCS#8 and signs as client assertions are signed', () => {
    expect(made.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    const data = Buffer.from('assertion');
    const signature = sign('sha256', data, createPrivateKey(made.privateKey));
    expect(verify('sha256', data, new X509Certificate(made.certificate).publicKey, signature)).toBe(true);
    expect(verify('sha256', data, new X509Certificate(other.certificate).publicKey, signature)).toBe(false);
  });

  test('its thumbprints are those of the exported .cer, which holds no key', () => {
    const cer = exportCer(made.certificate);
    expect(made.thumbprints).toEqual({
      sha1: createHash('sha1').update(cer).digest('hex'),
      sha256: createHash('sha256').update(cer).digest('hex'),
    });
    expect(new X509Certificate(cer).fingerprint256).toBe(
      new X509Certificate(made.certificate).fingerprint256,
    );
    expect(exportCer(made.certificate + made.privateKey).equals(cer)).toBe(true);
  });

  test.each([
    [{ commonName: '  ', days: 1 }, 'malformed-name'],
    [{ commonName: 'x'.repeat(65), days: 1 }, 'malformed-name'],
    [{ commonName: 'a\nb', days: 1 }, 'malformed-name'],
    [{ commonName: 'a', days: 0 }, 'malformed-days'],
    [{ commonName: 'a', days: 1.5 }, 'malformed-days'],
    [{ commonName: 'a', days: 4000 }, 'malformed-days'],
  ])('%j is told', async (request, code) => {
    await expect(makeCertificate({ ...request, clock })).rejects.toMatchObject({ code });
  });
});

describe('a certificate brought along', () => {
  test('is taken with its key, from two files or one, in PKCS#1 or PKCS#8', async () => {
    const pkcs1 = createPrivateKey(made.privateKey).export({ type: 'pkcs1', format: 'pem' }).toString();
    const one = `${made.privateKey}\n${made.certificate}`;
    for (const [certificatePem, keyPem] of [
      [made.certificate, made.privateKey],
      [made.certificate, pkcs1],
      [one, one],
    ] as const) {
      expect(await importCertificate({ certificatePem, keyPem }, clock)).toEqual(made);
    }
  });

  test('out of a chain the one that belongs to the key is kept', async () => {
    const chain = `${other.certificate}\n${made.certificate}`;
    expect(
      (await importCertificate({ certificatePem: chain, keyPem: made.privateKey }, clock)).thumbprints,
    ).toEqual(made.thumbprints);
  });

  test('an encrypted key opens with its passphrase only, and nothing of either is shown', async () => {
    const keyPem = createPrivateKey(made.privateKey)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
      .toString();
    const certificatePem = made.certificate;
    expect(await importCertificate({ certificatePem, keyPem, passphrase: 'open sesame' }, clock)).toEqual(
      made,
    );
    expect((await refusal(() => importCertificate({ certificatePem, keyPem }, clock))).code).toBe(
      'passphrase-needed',
    );
    const wrong = await refusal(() =>
      importCertificate({ certificatePem, keyPem, passphrase: 'hunter2' }, clock),
    );
    expect(wrong.code).toBe('passphrase-wrong');
    expect(`${wrong.message} ${textOf(wrong.fix)} ${String(wrong.cause)}`).not.toContain('hunter2');
  });

  test('a key of another certificate, and one that has run out or is not good yet', async () => {
    const pair = { certificatePem: made.certificate, keyPem: made.privateKey };
    expect((await refusal(() => importCertificate({ ...pair, keyPem: other.privateKey }, clock))).code).toBe(
      'key-mismatch',
    );
    expect((await refusal(() => importCertificate(pair, later))).code).toBe('expired');
    expect((await refusal(() => importCertificate(pair, earlier))).code).toBe('not-yet-valid');
  });

  test('a key that is not RSA, and one that is too short', async () => {
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const certificatePem = made.certificate;
    expect(
      (await refusal(() => importCertificate({ certificatePem, keyPem: elliptic.toString() }, clock))).code,
    ).toBe('not-rsa');
    expect(
      (await refusal(() => importCertificate({ certificatePem, keyPem: short.toString() }, clock))).code,
    ).toBe('key-too-short');
  });

  test.each([
    ['nothing', ''],
    ['words', 'hello'],
    ['a damaged certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
  ])('%s in place of a certificate or a key', async (_title, text) => {
    expect(
      (await refusal(() => importCertificate({ certificatePem: text, keyPem: made.privateKey }, clock))).code,
    ).toBe('certificate-unreadable');
    expect(
      (await refusal(() => importCertificate({ certificatePem: made.certificate, keyPem: text }, clock)))
        .code,
    ).toBe('key-unreadable');
    expect((await refusal(async () => exportCer(text))).code).toBe('certificate-unreadable');
  });

  test('a binary file in place of a PEM text is told to be given as a PFX file', async () => {
    const text = Buffer.from('308203', 'hex').toString('latin1');
    const error = await refusal(() => importCertificate({ certificatePem: text, keyPem: text }, clock));
    expect(error.code).toBe('pfx-not-readable');
    expect(textOf(error.fix)).toContain('PFX');
  });
});
