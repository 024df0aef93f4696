import { expect, test, vi } from 'vitest';
import type * as LocalPassword from '#core/accounts/local-password.ts';
import { textOf } from '../../support/english.ts';

const { digestGenerated, findDerived, findGenerated, generatePassword, hashPassword, passwordObjection } =
  await vi.importActual<typeof LocalPassword>('#core/accounts/local-password.ts');

async function verifyPassword(
  hash: string,
  password: string,
  derive?: LocalPassword.DeriveKey,
): Promise<boolean> {
  return (await findDerived([{ hash }], password, derive)) !== undefined;
}

test(
  'the right password is right, any other is wrong, and each hash is its own',
  { timeout: 30_000 },
  async () => {
    const first = await hashPassword('correct horse');
    expect(first).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/u);
    expect(await hashPassword('correct horse')).not.toBe(first);
    expect(await verifyPassword(first, 'correct horse')).toBe(true);
    for (const wrong of ['correct  horse', 'Correct horse', 'correct horse ', '', 'correct hors']) {
      expect(await verifyPassword(first, wrong), wrong).toBe(false);
    }
  },
);

test(
  'an accent is the same password composed or not, and so is a space from any keyboard',
  { timeout: 30_000 },
  async () => {
    const hash = await hashPassword('caf\u00E9 au lait');
    expect(await verifyPassword(hash, 'cafe\u0301\u00A0au lait')).toBe(true);
    expect(await verifyPassword(hash, 'cafe au lait')).toBe(false);
  },
);

test('the parameters are those of the hash, and absurd ones are not run', async () => {
  const cheap = '$scrypt$ln=10,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const used: number[] = [];
  await verifyPassword(cheap, 'x', async (_password, _salt, { costExponent }, length) => {
    used.push(costExponent, length);
    return Buffer.alloc(length);
  });
  expect(used).toEqual([10, 32]);
  for (const wrong of [
    '',
    'plain',
    cheap.replace('ln=10', 'ln=30'),
    cheap.replace('p=1', 'p=0'),
    `${cheap}$`,
  ]) {
    await expect(verifyPassword(wrong, 'x'), wrong).rejects.toMatchObject({ code: 'password-hash' });
  }
});

test('a generated password is easy to type, has over 128 bits, fits a printer, and is new each time', () => {
  const made = Array.from({ length: 200 }, () => generatePassword());
  expect(new Set(made).size).toBe(200);
  for (const password of made) expect(password).toMatch(/^([a-hjkmnp-z2-9]{7}-){3}[a-hjkmnp-z2-9]{7}$/u);
  const letters = new Set(made.join('').replaceAll('-', ''));
  // no character is another's repetition
  for (const [end, start] of [
    [6, 8],
    [14, 16],
    [22, 24],
  ] as const)
    expect(made.some((password) => password[end] !== password[start])).toBe(true);
  expect(28 * Math.log2(letters.size)).toBeGreaterThan(128);
  expect(Math.max(...made.map((password) => password.length))).toBeLessThanOrEqual(32);
  expect(made.some((password) => passwordObjection(password) !== undefined)).toBe(false);
});

test('of a generated password a keyed digest is kept, each under a key of its own', () => {
  const password = generatePassword();
  const hash = digestGenerated(password);
  expect(hash).toMatch(/^\$hmac-sha256\$[A-Za-z0-9+/]{43}\$[A-Za-z0-9+/]{43}$/u);
  expect(hash).not.toContain(password);
  expect(digestGenerated(password)).not.toBe(hash);
  const kept = [{ hash: digestGenerated(generatePassword()) }, { hash }];
  expect(findGenerated(kept, password)).toBe(kept[1]);
  expect(findGenerated(kept, `${password}x`)).toBeUndefined();
  expect(() => findGenerated([{ hash: `${hash}x` }], password)).toThrow();
});

test.each(['', 'a\0b', 'a\r\nb', 'x'.repeat(1025), 'é'.repeat(513)])(
  '%j cannot be a local password',
  (password) => {
    expect(textOf(passwordObjection(password))).toMatch(/\S/);
  },
);

test('a password of 1,024 octets is none too long', () => {
  expect(passwordObjection('x'.repeat(1024))).toBeUndefined();
});

test('a hash as dear as it may be is checked, one that is dearer is none', async () => {
  const salt = 'A'.repeat(22);
  const derived = Buffer.alloc(32, 7);
  const hash = (parameters: string): string =>
    `$scrypt$${parameters}$${salt}$${derived.toString('base64').slice(0, 43)}`;
  const find = (parameters: string) =>
    findDerived([{ hash: hash(parameters) }], 'password', async () => derived);
  expect(await find('ln=20,r=16,p=8')).toBeDefined();
  expect(await find('ln=1,r=1,p=1')).toBeDefined();
  for (const wrong of [
    'ln=21,r=16,p=8',
    'ln=20,r=17,p=8',
    'ln=20,r=16,p=9',
    'ln=0,r=1,p=1',
    'ln=1,r=0,p=1',
    'ln=1,r=1,p=0',
  ])
    await expect(find(wrong), wrong).rejects.toMatchObject({ code: 'password-hash' });
});
