import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateError, importCertificate, makeCertificate } from '#core/oauth/certificate.ts';
import type { ClientCertificate } from '#core/oauth/certificate.ts';
import { roundsOfKey } from '#core/oauth/pfx.ts';
import { openProtectedFile, usualLimits } from '#core/oauth/protected-file.ts';
import { systemClock } from '#core/logging/clock.ts';
import { failureOf } from '../../support/failure-of.ts';
import { textOf } from '../../support/english.ts';

const passphrase = 'Öffne dich, Sesam';
const openssl = spawnSync('openssl', ['version']).status === 0;
const legacy = openssl && spawnSync('openssl', ['list', '-providers', '-provider', 'legacy']).status === 0;
let folder: string;
let made: ClientCertificate;
let other: ClientCertificate;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailwicket-pfx-'));
  [made, other] = await Promise.all([
    makeCertificate({ commonName: 'a client', days: 30, clock: systemClock }),
    makeCertificate({ commonName: 'its authority', days: 30, clock: systemClock }),
  ]);
  await Promise.all([
    writeFile(join(folder, 'cert.pem'), made.certificate),
    writeFile(join(folder, 'key.pem'), made.privateKey),
    writeFile(join(folder, 'chain.pem'), other.certificate),
    writeFile(join(folder, 'pass'), passphrase),
    writeFile(join(folder, 'empty'), '\n'),
  ]);
});

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

async function exported(...options: string[]): Promise<Buffer> {
  const out = join(folder, `${options.join('').replaceAll(/[^a-z0-9]/gi, '')}.pfx`);
  const password = options.includes('-passout') ? [] : ['-passout', `file:${join(folder, 'pass')}`];
  execFileSync(
    'openssl',
    ['pkcs12', '-export', '-in', 'cert.pem', '-inkey', 'key.pem', '-out', out, ...password, ...options],
    { cwd: folder },
  );
  return readFile(out);
}

function refusal(run: () => Promise<unknown>): Promise<CertificateError> {
  return failureOf(CertificateError, run());
}

describe.runIf(openssl)('a PFX file as OpenSSL exports it', () => {
  test.each([
    ['AES-256 and SHA-256, as it is usual', []],
    ['with a chain, in front and behind', ['-certfile', 'chain.pem', '-name', 'the client']],
    ['AES-128 and SHA-512', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha512']],
    ['certificates that are not encrypted', ['-certpbe', 'NONE']],
    ['triple DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
  ])('%s', async (_title, options) => {
    const pfx = await exported(...options);
    expect(await importCertificate({ pfx, passphrase }, systemClock)).toEqual(made);
    const wrong = `${passphrase} `;
    const error = await refusal(() => importCertificate({ pfx, passphrase: wrong }, systemClock));
    expect(error.code).toBe('passphrase-wrong');
    expect(`${error.message} ${textOf(error.fix)} ${String(error.cause)}`).not.toContain('Sesam');
    for (const none of [undefined, ''])
      expect((await refusal(() => importCertificate({ pfx, passphrase: none }, systemClock))).code).toBe(
        'passphrase-needed',
      );
  });

  test.runIf(legacy)('the old form with RC2 and triple DES, as Windows of old wrote it', async () => {
    const pfx = await exported('-legacy');
    expect(await importCertificate({ pfx, passphrase }, systemClock)).toEqual(made);
    expect((await refusal(() => importCertificate({ pfx, passphrase: 'wrong' }, systemClock))).code).toBe(
      'passphrase-wrong',
    );
  });

  test('without a passphrase it opens without one', async () => {
    const pfx = await exported('-passout', 'pass:');
    expect(await importCertificate({ pfx }, systemClock)).toEqual(made);
  });

  test('with a certificate only, it says that the key is missing', async () => {
    const pfx = await exported('-nokeys', '-macalg', 'sha256');
    expect((await refusal(() => importCertificate({ pfx, passphrase }, systemClock))).code).toBe(
      'pfx-without-key',
    );
  });

  test('cut off, or with a bit turned, it is refused', async () => {
    const pfx = await exported('-passout', 'pass:sesame');
    const given = { passphrase: 'sesame' };
    expect(await importCertificate({ pfx, ...given }, systemClock)).toEqual(made);
    expect(
      (await refusal(() => importCertificate({ pfx: pfx.subarray(0, 900), ...given }, systemClock))).code,
    ).toBe('pfx-not-readable');
    for (let at = 40; at < pfx.length; at += 797) {
      const turned = Buffer.from(pfx);
      turned[at] = (turned[at] ?? 0) ^ 0x10;
      expect(await refusal(() => importCertificate({ pfx: turned, ...given }, systemClock))).toBeInstanceOf(
        CertificateError,
      );
    }
  });

  test('careful programs ask for 600,000 rounds in each of its layers, and it opens', async () => {
    const pfx = await exported('-iter', '600000');
    const patient = { ...usualLimits, milliseconds: 300_000 };
    const { keyPem } = await openProtectedFile({ kind: 'pfx', pfx, passphrase }, patient);
    expect(keyPem).toBe(made.privateKey);
  });
});

const { asn1, pki } = forge;
const most = 0x7fff_ffff;

function sequence(...value: forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, value);
}

function oid(name: string): forge.asn1.Asn1 {
  const value = asn1.oidToDer(pki.oids[name] ?? '').getBytes();
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, value);
}

function tagged(...value: forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, true, value);
}

function integer(value: number): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.INTEGER, false, asn1.integerToDer(value).getBytes());
}

function octets(value: string): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, false, value);
}

const der = (node: forge.asn1.Asn1): string => asn1.toDer(node).getBytes();

/** @param claimed - how many rounds it says to have, where that is not so */
function encrypted(
  content: forge.asn1.Asn1,
  rounds: number,
  algorithm: 'aes256' | '3des' = 'aes256',
  claimed = rounds,
): forge.asn1.Asn1[] {
  const encryption = pki.encryptPrivateKeyInfo(content, 'sesame', { algorithm, count: rounds });
  const claim = (node: forge.asn1.Asn1): void => {
    if (typeof node.value === 'string') return;
    const [salt, count] = node.value;
    if (salt?.type === asn1.Type.OCTETSTRING && count !== undefined) count.value = integer(claimed).value;
    for (const child of node.value) claim(child);
  };
  claim(encryption);
  return typeof encryption.value === 'string' ? [] : encryption.value;
}

/** A PFX with an encrypted part, in which are encrypted keys: what they ask for is seen by nobody before. */
function nested(...keys: readonly (readonly forge.asn1.Asn1[])[]): Buffer {
  const bags = keys.map((key) => sequence(oid('pkcs8ShroudedKeyBag'), tagged(sequence(...key))));
  const [algorithm, cipher] = encrypted(sequence(...bags), 1);
  if (algorithm === undefined || typeof cipher?.value !== 'string') throw new Error('not encrypted');
  const content = asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, false, cipher.value);
  const part = sequence(
    oid('encryptedData'),
    tagged(sequence(integer(0), sequence(oid('data'), algorithm, content))),
  );
  const safe = sequence(oid('data'), tagged(octets(der(sequence(part)))));
  return Buffer.from(der(sequence(integer(3), safe)), 'latin1');
}

describe('a file that asks for more work than anybody has time for', () => {
  const nothing = sequence(integer(0));

  test.each(['aes256', '3des'] as const)(
    'is refused, and nothing else waits for it: in a layer that only shows when the one around it is open (%s)',
    async (algorithm) => {
      const pfx = nested(encrypted(nothing, 1, algorithm, most));
      expect(pfx.length).toBeLessThan(921);
      let turns = 0;
      const ticking = setInterval(() => (turns += 1), 5);
      try {
        const error = await refusal(() => importCertificate({ pfx, passphrase: 'sesame' }, systemClock));
        expect(error.code).toBe('takes-too-long');
        expect(turns).toBeGreaterThan(0);
      } finally {
        clearInterval(ticking);
      }
    },
  );

  test('many keys that are modest each are counted together', async () => {
    const pfx = nested(...Array.from({ length: 40 }, () => encrypted(nothing, 30)));
    const open = (rounds: number): Promise<CertificateError> =>
      refusal(() =>
        openProtectedFile({ kind: 'pfx', pfx, passphrase: 'sesame' }, { rounds, milliseconds: 30_000 }),
      );
    expect((await open(40 * 30)).code).toBe('takes-too-long');
    // with the round of the part around them it opens; they are no keys
    expect((await open(40 * 30 + 1)).code).not.toBe('takes-too-long');
  });

  test('the thread is ended when its time is up, whatever it does', async () => {
    const pfx = nested(encrypted(nothing, 1, '3des', most));
    const opening = openProtectedFile(
      { kind: 'pfx', pfx, passphrase: 'sesame' },
      { rounds: Number.MAX_SAFE_INTEGER, milliseconds: 300 },
    );
    expect((await refusal(() => opening)).code).toBe('takes-too-long');
  });

  test.runIf(openssl)('a PFX whose integrity check asks for it', async () => {
    const structure = asn1.fromDer((await exported('-iter', '4000')).toString('latin1'));
    const claim = (node: forge.asn1.Asn1): void => {
      if (typeof node.value !== 'string') node.value.forEach(claim);
      else if (node.type === asn1.Type.INTEGER && node.value === '\x0f\xa0') node.value = integer(most).value;
    };
    claim(structure);
    const pfx = Buffer.from(der(structure), 'latin1');
    expect((await refusal(() => importCertificate({ pfx, passphrase }, systemClock))).code).toBe(
      'takes-too-long',
    );
  });

  test.each([
    ['PBKDF2', ['-v2', 'aes-256-cbc']],
    ['scrypt', ['-scrypt', '-scrypt_N', '16384', '-scrypt_r', '8', '-scrypt_p', '1']],
  ])('a key in PEM, with %s', async (_title, options) => {
    const out = join(folder, `${_title}.pem`);
    execFileSync(
      'openssl',
      ['pkcs8', '-topk8', '-in', 'key.pem', '-out', out, '-passout', 'pass:sesame', ...options],
      {
        cwd: folder,
      },
    );
    const pem = await readFile(out, 'utf8');
    const given = { certificatePem: made.certificate, passphrase: 'sesame' };
    expect(await importCertificate({ ...given, keyPem: pem }, systemClock)).toEqual(made);
    const structure = asn1.fromDer(
      Buffer.from(pem.replaceAll(/-----.*-----/g, ''), 'base64').toString('latin1'),
    );
    const claim = (node: forge.asn1.Asn1): void => {
      if (typeof node.value === 'string') return;
      const [salt, ...numbers] = node.value;
      // of scrypt the last one is p
      const last = numbers.findLast((child) => child.type === asn1.Type.INTEGER && child.value !== '\x20');
      if (salt?.type === asn1.Type.OCTETSTRING && last !== undefined) last.value = integer(0x00ff_ffff).value;
      for (const child of node.value) claim(child);
    };
    claim(structure);
    const body = Buffer.from(der(structure), 'latin1').toString('base64');
    const keyPem = `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${body}\n-----END ENCRYPTED PRIVATE KEY-----\n`;
    expect(keyPem).not.toBe(pem);
    expect((await refusal(() => importCertificate({ ...given, keyPem }, systemClock))).code).toBe(
      'takes-too-long',
    );
  });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a few octets', Buffer.from('308203', 'hex')],
  ['words', Buffer.from('-----BEGIN CERTIFICATE-----')],
  ['a megabyte and more', Buffer.alloc(1_000_001)],
])('%s in place of a PFX file', async (_title, pfx) => {
  expect((await refusal(() => importCertificate({ pfx, passphrase }, systemClock))).code).toBe(
    'pfx-not-readable',
  );
});

const rounds = (node: forge.asn1.Asn1): number => roundsOfKey(Buffer.from(der(node), 'latin1'));

describe('the rounds that an encrypted private key asks for', () => {
  test('are those of PBKDF2, whose length of the key costs nothing', () => {
    expect(rounds(sequence(sequence(octets('salt'), integer(600_000))))).toBe(600_000);
    expect(rounds(sequence(sequence(octets('salt'), integer(600_000), integer(32))))).toBe(600_000);
    expect(rounds(sequence(sequence(octets('salt'), integer(2_048)), octets('key')))).toBe(2_048);
  });

  test('are multiplied for scrypt, and added up over all parts', () => {
    const scrypt = sequence(octets('salt'), integer(16_384), integer(8), integer(2));
    expect(rounds(sequence(scrypt))).toBe(16_384 * 8 * 2);
    expect(rounds(sequence(scrypt, sequence(octets('salt'), integer(1_000))))).toBe(16_384 * 8 * 2 + 1_000);
  });

  test('are none where it names none, and too many where it is no ASN.1', () => {
    expect(rounds(sequence(octets('salt'), octets('key')))).toBe(0);
    expect(rounds(sequence(integer(600_000), integer(1)))).toBe(0);
    expect(roundsOfKey(Buffer.from('no key'))).toBe(Infinity);
  });
});
