import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CommandBench, complaintSchema, localPassword, type DataFolder } from '../support/command-bench.ts';

const anna = 'anna@example.org';
const recordSchema = z.object({ tokens: z.object({ port: z.number(), key: z.string() }).optional() });
let bench: CommandBench;

beforeAll(async () => {
  bench = await CommandBench.start();
});
afterAll(() => bench.stop());

/** What a service tells other commands of its folder. */
async function record(folder: DataFolder): Promise<z.infer<typeof recordSchema>> {
  return recordSchema.parse(JSON.parse(await readFile(join(folder.path, 'service.json'), 'utf8')));
}

/** Says something to the port of a service that gives tokens; what it answers until it closes. */
async function said(port: number, line: string): Promise<string> {
  const socket = net.connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  socket.write(line);
  return await readAll(socket).catch(() => '');
}

describe('mailwicket token', () => {
  it('without a service the token comes from the folder, alone on one line, and the next call prints the same', async () => {
    const folder = await bench.folder({ service: anna });
    const first = await folder.does(['token', anna]);
    expect(first).toMatch(/^\S+\n$/);
    expect(bench.sandbox.provider.tokens.access.get(first.trim())?.revoked).toBe(false);
    expect(await folder.does(['token', anna, '--protocol', 'imap'])).toBe(first);
    const message = Buffer.from(await folder.does(['token', anna, '--xoauth2']), 'base64').toString();
    expect(message).toBe(`user=${anna}\x01auth=Bearer ${first.trim()}\x01\x01`);
    const told = z.object({ token: z.string(), user: z.string(), expires: z.iso.datetime() });
    expect(await folder.tells(told, ['token', anna])).toMatchObject({ token: first.trim(), user: anna });
  });

  it('a running service gives it to who cannot open the vault, and has a line of the activity for it without the token', async () => {
    const folder = await bench.folder();
    const environment = { MAILWICKET_VAULT_KEY: randomBytes(32).toString('base64') };
    const withKey = async (args: readonly string[], input?: string): Promise<void> => {
      const { status, errors } = await folder
        .spawn(args, { environment, ...(input === undefined ? {} : { input }) })
        .ended();
      expect(status, errors).toBe(0);
    };
    const { appOnly } = bench.sandbox.clients;
    const client = ['--name', 'Service', '--grant', 'client-credentials', '--client-id', appOnly.clientId];
    const scope = ['--scope', 'https://outlook.office365.com/.default', '--client-secret-stdin'];
    await withKey(
      ['client', 'add', ...client, ...scope, ...folder.clientOptions('example.org')],
      'app~demo~secret\n',
    );
    await withKey(['account', 'add', anna, '--client', 'Service', '--password-stdin'], localPassword);
    const serving = folder.spawn(['serve', '--imap', '0', '--pop', 'off', '--smtp', 'off'], { environment });
    await serving.until(/^ready/m);
    const token = (await folder.does(['token', anna])).trim();
    expect(bench.sandbox.provider.tokens.access.get(token)?.revoked).toBe(false);
    await serving.until(/A program was given an access token of anna@example\.org for IMAP/, 'errors');
    const refused = await folder.run(['token', 'nobody@example.net', '--json']);
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(complaintSchema.parse(JSON.parse(refused.errors)).code).toBe('not-found');
    await serving.until(
      /A program asked for an access token of nobody@example\.net for IMAP and got none/,
      'errors',
    );
    expect(serving.errors).not.toContain(token);
    await serving.stop();
    expect((await record(folder)).tokens).toBeUndefined();
  });

  it('only who has the key of the owner’s file is answered, and who sends no end is hung up on', async () => {
    const folder = await bench.folder({ service: anna });
    const serving = await folder.serve();
    expect((await stat(join(folder.path, 'service.json'))).mode & 0o077).toBe(0);
    const { port = 0, key = '' } = (await record(folder)).tokens ?? {};
    const ask = (as: string): string => `${JSON.stringify({ key: as, address: anna, protocol: 'imap' })}\n`;
    expect(await said(port, ask(key))).toContain('"ok":true');
    expect(await said(port, ask(`${key}x`))).toBe('');
    expect(await said(port, ask(''))).toBe('');
    expect(await said(port, 'GET / HTTP/1.1\r\n\r\n')).toBe('');
    expect(await said(port, 'x'.repeat(100_000))).toBe('');
    await serving.stop();
  });

  it('an account that has to be signed in, or is paused, gives none, and says so on standard error', async () => {
    const folder = await bench.folder({ desktop: anna });
    const unsigned = await folder.run(['token', anna]);
    expect(unsigned).toMatchObject({ status: 1, output: '' });
    expect(unsigned.errors).toContain(anna);
    expect(unsigned.errors).toMatch(/sign/i);
    const serving = await folder.serve();
    const asked = await folder.run(['token', anna, '--json']);
    expect(asked).toMatchObject({ status: 1, output: '' });
    expect(complaintSchema.parse(JSON.parse(asked.errors)).code).toBe('needs-sign-in');
    await serving.stop();
    await folder.does(['account', 'pause', anna]);
    expect((await folder.run(['token', anna])).errors).toContain('paused');
    expect(await folder.run(['token', anna, '--protocol', 'nntp'])).toMatchObject({ status: 2, output: '' });
  });
});
