import { createServer, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listenOnLoopback, ownHosts, parseLoopbackAddress } from '#core/oauth/loopback-address.ts';
import { containing } from '../../support/matchers.ts';
import { listening } from '../../support/listening.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

/** Listens for a redirect URI, until the test ends; makes servers that fail as they are told, in turn. */
async function listens(redirectUri: string, ...failures: readonly (string | undefined)[]) {
  const left = [...failures];
  const made: Server[] = [];
  const make = (): Server => {
    const server = createServer();
    const code = left.shift();
    if (code !== undefined)
      server.listen = () => {
        queueMicrotask(() => server.emit('error', Object.assign(new Error(code), { code })));
        return server;
      };
    made.push(server);
    return server;
  };
  onTestFinished(() => {
    for (const server of made) server.close();
  });
  const opened = await listenOnLoopback(parseLoopbackAddress(redirectUri), make);
  return { ...opened, open: made.filter(({ listening: isOpen }) => isOpen).length, made: made.length };
}

describe('a redirect URI of this machine', () => {
  test.each([
    ['http://localhost', { host: 'localhost', port: 0, path: '/', rest: '' }],
    ['http://127.0.0.1:8080/', { host: '127.0.0.1', port: 8080, path: '/', rest: '/' }],
    [
      ' HTTP://LOCALHOST:65535/Back?x=1 ',
      { host: 'localhost', port: 65_535, path: '/Back', rest: '/Back?x=1' },
    ],
    ['http://[::1]?x=1', { host: '[::1]', port: 0, path: '/', rest: '?x=1' }],
  ])('%s is taken apart', (uri, address) => {
    expect(parseLoopbackAddress(uri)).toEqual(address);
  });

  test.each([
    'https://localhost/',
    'http://localhost.example/',
    'http://127.0.0.2/',
    'http://localhost:65536/',
    'http://localhost/#fragment',
    'http://user@localhost/',
  ])('%s is none', (uri) => {
    expect(() => parseLoopbackAddress(uri)).toThrow(expect.objectContaining({ code: 'refused' }));
  });

  test('is called by its own names only, with its port', () => {
    expect([...ownHosts(8080)]).toEqual(['localhost:8080', '127.0.0.1:8080', '[::1]:8080']);
    // browsers leave out the usual port
    expect([...ownHosts(80)].toSorted()).toEqual(
      ['localhost', '127.0.0.1', '[::1]', 'localhost:80', '127.0.0.1:80', '[::1]:80'].toSorted(),
    );
  });
});

describe('what answers at it', () => {
  test.skipIf(!hasIpv6)('listens on both addresses of localhost with one port', async () => {
    const { servers, port } = await listens('http://localhost/');
    expect(servers.map((server) => server.address())).toEqual([
      expect.objectContaining({ address: '127.0.0.1', port }),
      expect.objectContaining({ address: '::1', port }),
    ]);
  });

  test('listens on the one address that is asked for', async () => {
    const { servers, port } = await listens('http://127.0.0.1/');
    expect(servers.map((server) => server.address())).toEqual([
      expect.objectContaining({ address: '127.0.0.1', port }),
    ]);
    expect(port).toBeGreaterThan(0);
  });

  test.each(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'])(
    'is content with IPv4 where there is no IPv6 (%s)',
    async (code) => {
      const { servers, open } = await listens('http://localhost/', undefined, code);
      expect(servers).toHaveLength(1);
      expect(open).toBe(1);
    },
  );

  test('takes another port where the first is free on one address only, and holds none of those', async () => {
    const { servers, made } = await listens(
      'http://localhost/',
      undefined,
      'EADDRINUSE',
      undefined,
      'EADDRINUSE',
      undefined,
      'EAFNOSUPPORT',
    );
    expect(servers).toHaveLength(1);
    expect(made).toBe(6);
  });

  test('gives up after ten such ports', async () => {
    const taken = Array.from({ length: 10 }, () => [undefined, 'EADDRINUSE']).flat();
    await expect(listens('http://localhost/', ...taken)).rejects.toMatchObject({ code: 'refused' });
    const nearly = [...taken.slice(2), undefined, 'EAFNOSUPPORT'];
    expect((await listens('http://localhost/', ...nearly)).made).toBe(20);
  });

  test('does not share a port that was asked for: the other program could be sent the code', async () => {
    const other = createServer();
    onTestFinished(() => void other.close());
    const port = await listening(other);
    await expect(listens(`http://127.0.0.1:${String(port)}/`)).rejects.toMatchObject({
      code: 'refused',
      message: containing(String(port)),
    });
    const free = await listens('http://127.0.0.1/');
    const chosen = `http://localhost:${String(free.port)}/`;
    free.servers[0]?.close();
    await expect(listens(chosen, undefined, 'EADDRINUSE')).rejects.toMatchObject({
      message: containing(String(free.port)),
    });
  });

  test('says what the system says where it does not let it listen', async () => {
    await expect(listens('http://127.0.0.1:80/', 'EACCES')).rejects.toMatchObject({
      code: 'refused',
      message: containing('EACCES'),
    });
  });
});
