import { X509Certificate } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isStoreAddress, parseStoreAddress } from '#core/storage/postgresql/store-address.ts';
import { containing } from '../../support/matchers.ts';
import { makeCertificates } from '../../support/sandbox/certificates.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

afterEach(() => void vi.unstubAllEnvs());

const connectionOf = (address: string) => parseStoreAddress(address).connection;

describe('the address of a database', () => {
  test('is told from a folder', () => {
    for (const address of ['postgresql://db/mail', 'postgres://db/mail', 'POSTGRESQL:///mail'])
      expect(isStoreAddress(address), address).toBe(true);
    for (const folder of ['/var/lib/postgresql:data', 'postgresql', 'mysql://db/mail', './postgres:'])
      expect(isStoreAddress(folder), folder).toBe(false);
  });

  test('says where, as whom and which one; nobody is shown the password', () => {
    const read = parseStoreAddress('postgresql://an%40na:se%3Acret@db.example:6432/ma%20il');
    expect(read.connection).toMatchObject({
      host: 'db.example',
      port: 6432,
      user: 'an@na',
      database: 'ma il',
      password: 'se:cret',
    });
    expect(read.hasPassword).toBe(true);
    expect(read.shown).toBe('postgresql://db.example:6432/ma il');
  });

  test('may leave out the port, the user and the password', () => {
    vi.stubEnv('PGUSER', undefined);
    const read = parseStoreAddress('postgresql://db.example/mail');
    expect(read.connection).toMatchObject({ port: 5432, user: userInfo().username });
    expect(read.hasPassword).toBe(false);
    vi.stubEnv('PGUSER', 'mail');
    expect(connectionOf('postgresql://db.example/mail').user).toBe('mail');
  });

  test('names the parts behind the question mark too, as libpq has them', () => {
    const address = 'postgresql:///?host=/run/pg&port=6432&dbname=mail&user=anna&password=secret';
    const read = parseStoreAddress(address);
    expect(read.connection).toMatchObject({
      host: '/run/pg',
      port: 6432,
      database: 'mail',
      user: 'anna',
      password: 'secret',
      ssl: false,
    });
    expect(read.hasPassword).toBe(true);
  });

  test('without a host is a socket of this machine', () => {
    const usual = { host: '/var/run/postgresql', port: 5432, database: 'mail', ssl: false };
    expect(connectionOf('postgresql:///mail')).toMatchObject(usual);
    expect(connectionOf('postgresql://anna@/mail')).toMatchObject({ ...usual, user: 'anna' });
    expect(connectionOf('postgresql://anna:se%40cret@/mail')).toMatchObject({
      ...usual,
      password: 'se@cret',
    });
    expect(connectionOf('postgresql://anna@:6432/mail')).toMatchObject({ ...usual, port: 6432 });
    expect(connectionOf('postgres://anna@/mail?host=/run/pg')).toMatchObject({ ...usual, host: '/run/pg' });
    expect(connectionOf('postgresql://anna@%2Frun%2Fpg/mail')).toMatchObject({ ...usual, host: '/run/pg' });
    expect(connectionOf('postgresql://[2001:db8::1]/mail').host).toBe('2001:db8::1');
  });

  test.each([
    'postgresql://db.example',
    'postgresql://db.example/',
    'postgresql://db.example:port/mail',
    'postgresql://db.example/mail?port=x',
    'postgresql://db.example/%E0%A4%A',
    'mysql://db.example/mail',
  ])('%s is none, and the refusal does not repeat it', (address) => {
    expect(() => parseStoreAddress(address)).toThrow(
      /^The address of the database cannot be used(?!.*db\.example)/u,
    );
  });
});

const tls = (options: string, host = 'db.example') => connectionOf(`postgresql://${host}/mail${options}`).ssl;

describe('TLS with a database', () => {
  test('is for another machine, which proves its name; not for this one', () => {
    expect(tls('')).toEqual({ servername: 'db.example' });
    expect(tls('', '127.0.0.1')).toBe(false);
    expect(tls('', 'localhost')).toBe(false);
    // an address is no name
    expect(tls('', '192.0.2.1')).toEqual({ host: '192.0.2.1' });
  });

  test('is as the address says', () => {
    expect(tls('?sslmode=disable')).toBe(false);
    expect(tls('?sslmode=require')).toEqual({ servername: 'db.example' });
    expect(tls('?sslmode=verify-full', 'localhost')).toEqual({ servername: 'localhost' });
    expect(tls('?sslmode=verify-ca')).toMatchObject({ servername: 'db.example' });
    expect(tls('?sslmode=verify-ca')).toHaveProperty('checkServerIdentity');
    expect(tls('?sslmode=verify-full')).not.toHaveProperty('checkServerIdentity');
    expect(() => tls('?sslmode=prefer')).toThrow(/prefer/u);
  });

  test('is with the files that the address names', async () => {
    const file = join(await scratchFolder(), 'ca.pem');
    const [cert, key, other] = [`${file}.cert`, `${file}.key`, `${file}.other`];
    const made = await makeCertificates();
    await writeFile(file, made.ca);
    await writeFile(cert, made.cert);
    await writeFile(key, made.key);
    await writeFile(other, (await makeCertificates()).key);
    expect(tls(`?sslrootcert=${file}`)).toEqual({ servername: 'db.example', ca: made.ca });
    expect(tls(`?sslcert=${cert}&sslkey=${key}`)).toEqual({
      servername: 'db.example',
      cert: made.cert,
      key: made.key,
    });
    await writeFile(`${file}.der`, new X509Certificate(made.ca).raw);
    expect(tls(`?sslrootcert=${file}.der`)).toMatchObject({ ca: containing('-----BEGIN CERTIFICATE-----') });
    for (const [options, told] of [
      [
        `?sslcert=${cert}&sslkey=${other}`,
        `The key in ${other} does not belong to the certificate in ${cert}.`,
      ],
      [`?sslcert=${key}&sslkey=${key}`, `There is no certificate in ${key}.`],
      [`?sslcert=${cert}&sslkey=${cert}`, `There is no private key in ${cert}`],
      [`?sslrootcert=${key}`, `There is no certificate in ${key}.`],
      [`?sslcert=${cert}`, 'sslcert and sslkey go together'],
    ] as const)
      expect(() => tls(options)).toThrow(told);
    expect(tls('?sslrootcert=system&sslcert=')).toEqual({ servername: 'db.example' });
    expect(() => tls(`?sslrootcert=${file}.gone`)).toThrow(`The file ${file}.gone cannot be read`);
  });
});

/** A password file that only its owner reads, where PGPASSFILE says. */
async function passwords(...lines: readonly string[]): Promise<string> {
  const file = join(await scratchFolder(), 'pgpass');
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  vi.stubEnv('PGPASSWORD', undefined);
  vi.stubEnv('PGPASSFILE', file);
  return file;
}

describe('a password that is not in the address', () => {
  const address = 'postgresql://anna@db.example:6432/mail';
  const passwordOf = async (of = address): Promise<string | undefined> => {
    const { password } = connectionOf(of);
    return typeof password === 'function' ? password() : password;
  };

  test('is that of PGPASSWORD', async () => {
    vi.stubEnv('PGPASSWORD', 'of the environment');
    expect(await passwordOf()).toBe('of the environment');
    expect(await passwordOf(address.replace('anna@', 'anna:own@'))).toBe('own');
  });

  test('is that of the first line of the password file that fits', async () => {
    await passwords(
      '# db.example:6432:mail:anna:a remark',
      'db.example:5432:mail:anna:another port',
      'db.example:6432:other:anna:another database',
      'db.example:6432:mail:bo:another user',
      'db.example:*:mail:anna:it\\:is\\\\this',
      '*:*:*:*:too late',
    );
    expect(await passwordOf()).toBe('it:is\\this');
    expect(await passwordOf('postgresql://x@elsewhere.example/mail')).toBe('too late');
  });

  test('may stand beside names with colons, and for a socket beside localhost', async () => {
    await passwords('2001\\:db8\\:\\:1:5432:ma\\\\il:anna:of the address', 'localhost:*:*:*:of the socket');
    expect(await passwordOf('postgresql://anna@[2001:db8::1]/ma%5Cil')).toBe('of the address');
    expect(await passwordOf('postgresql:///mail?user=anna')).toBe('of the socket');
    expect(await passwordOf()).toBe('');
  });

  test('is none where there is no such file', async () => {
    const file = await passwords();
    vi.stubEnv('PGPASSFILE', `${file}.gone`);
    expect(await passwordOf()).toBe('');
  });

  test('is asked for in vain where the file that was named cannot be read, which is told', async () => {
    const folder = await scratchFolder();
    vi.stubEnv('PGPASSWORD', undefined);
    vi.stubEnv('PGPASSFILE', folder);
    await chmod(folder, 0o700);
    await expect(passwordOf()).rejects.toMatchObject({
      code: 'store-address',
      message: containing(`The file ${folder} cannot be read`),
    });
  });

  test.skipIf(process.platform === 'win32')('is not read from a file that others can read', async () => {
    const file = await passwords('*:*:*:*:secret');
    for (const mode of [0o640, 0o604]) {
      await chmod(file, mode);
      await expect(passwordOf()).rejects.toMatchObject({ code: 'store-address', message: containing(file) });
    }
  });

  test.skipIf(process.platform === 'win32')('is read from the home folder by itself', async () => {
    const home = await scratchFolder();
    await writeFile(join(home, '.pgpass'), '*:*:*:*:of the home', { mode: 0o600 });
    vi.stubEnv('HOME', home);
    vi.stubEnv('PGPASSWORD', undefined);
    vi.stubEnv('PGPASSFILE', undefined);
    expect(await passwordOf()).toBe('of the home');
  });
});
