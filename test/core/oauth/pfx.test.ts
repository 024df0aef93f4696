import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CertificateError,
  importCertificate,
  makeCertificate,
} from '../../../proxy-core/oauth/certificate.ts';
import type { ClientCertificate } from '../../../proxy-core/oauth/certificate.ts';
import { systemClock } from '../../../proxy-core/activity/clock.ts';

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

function refusal(run: () => unknown): CertificateError {
  try {
    run();
  } catch (error) {
    if (error instanceof CertificateError) return error;
    throw error;
  }
  throw new Error('it was taken');
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
    expect(importCertificate({ pfx, passphrase }, systemClock)).toEqual(made);
    for (const wrong of ['wrong', `${passphrase} `]) {
      const error = refusal(() => importCertificate({ pfx, passphrase: wrong }, systemClock));
      expect(error.code).toBe('passphrase-wrong');
      expect(`${error.message} ${error.fix} ${String(error.cause)}`).not.toContain('Sesam');
    }
    expect(refusal(() => importCertificate({ pfx }, systemClock)).code).toBe('passphrase-needed');
  });

  test.runIf(legacy)('the old form with RC2 and triple DES, as Windows of old wrote it', async () => {
    const pfx = await exported('-legacy');
    expect(importCertificate({ pfx, passphrase }, systemClock)).toEqual(made);
    expect(refusal(() => importCertificate({ pfx, passphrase: 'wrong' }, systemClock)).code).toBe(
      'passphrase-wrong',
    );
  });

  test('without a passphrase it opens without one', async () => {
    const pfx = await exported('-passout', 'pass:');
    expect(importCertificate({ pfx }, systemClock)).toEqual(made);
  });

  test('with a certificate only, it says that the key is missing', async () => {
    const pfx = await exported('-nokeys', '-macalg', 'sha256');
    expect(refusal(() => importCertificate({ pfx, passphrase }, systemClock)).code).toBe('pfx-without-key');
  });

  test('cut off, or with a bit turned, it is refused', async () => {
    const pfx = await exported('-passout', 'pass:sesame');
    const given = { passphrase: 'sesame' };
    expect(importCertificate({ pfx, ...given }, systemClock)).toEqual(made);
    expect(refusal(() => importCertificate({ pfx: pfx.subarray(0, 900), ...given }, systemClock)).code).toBe(
      'pfx-not-readable',
    );
    for (let at = 40; at < pfx.length; at += 97) {
      const turned = Buffer.from(pfx);
      turned[at] = (turned[at] ?? 0) ^ 0x10;
      expect(refusal(() => importCertificate({ pfx: turned, ...given }, systemClock))).toBeInstanceOf(
        CertificateError,
      );
    }
  });

  test('that asks for a milliard rounds is refused at once', async () => {
    const pfx = await exported('-iter', '4000');
    // 4000 is INTEGER 02 02 0f a0; as many octets, and 2^31 rounds: 02 04 7f ff ff ff needs other lengths all around
    const structure = forge.asn1.fromDer(pfx.toString('latin1'));
    const rounds = (node: forge.asn1.Asn1): void => {
      if (typeof node.value === 'string') {
        if (node.type === forge.asn1.Type.INTEGER && node.value === '\x0f\xa0')
          node.value = '\x7f\xff\xff\xff';
        return;
      }
      for (const child of node.value) rounds(child);
    };
    rounds(structure);
    const heavy = Buffer.from(forge.asn1.toDer(structure).getBytes(), 'latin1');
    expect(heavy.equals(pfx)).toBe(false);
    const before = performance.now();
    expect(refusal(() => importCertificate({ pfx: heavy, passphrase }, systemClock)).code).toBe(
      'pfx-not-readable',
    );
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a few octets', Buffer.from('308203', 'hex')],
  ['words', Buffer.from('-----BEGIN CERTIFICATE-----')],
  ['a megabyte and more', Buffer.alloc(1_000_001)],
])('%s in place of a PFX file', (_title, pfx) => {
  expect(refusal(() => importCertificate({ pfx, passphrase }, systemClock)).code).toBe('pfx-not-readable');
});
