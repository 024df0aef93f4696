import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dovecot } from '../support/dovecot/dovecot.ts';
import { exim } from '../support/mail-programs/exim.ts';
import { describeWith } from '../support/mail-programs/requirement.ts';
import { startGateway, type GatewayUnderTest } from './gateway-under-test.ts';
import { suiteMailboxes, suitePassword } from './mail-program-suite.ts';
import { message } from './message-corpus.ts';
import { started, startTestProvider, type TestProvider } from './test-provider.ts';

const { writer } = suiteMailboxes;
const rounds = 12;

describeWith(
  ['dovecot', '/usr/local/sbin/exim4'],
  'Exim, which stops sending behind its QUIT, on a plain port',
  () => {
    const identity = started<TestProvider>();
    const dovecot = started<Dovecot>();
    const gateway = started<GatewayUnderTest>();

    beforeAll(async () => {
      identity.set(await startTestProvider());
      dovecot.set(await identity.get().startTokenDovecot());
      const accounts = [{ address: writer, password: suitePassword }];
      gateway.set(await startGateway({ identity: identity.get(), dovecot: dovecot.get(), accounts }));
    });
    afterAll(async () => {
      await gateway.peek()?.stop();
      await dovecot.peek()?.stop();
      await identity.peek()?.stop();
    });

    test('hears each verdict at its first try, and sends no message twice', async () => {
      const tries: string[] = [];
      const login = { port: gateway.get().ports.smtp, user: writer, password: suitePassword };
      for (let round = 1; round <= rounds; round += 1) {
        const content = message(`round ${round}`, 'a few words\r\n');
        const run = await exim(login, { from: writer, to: 'otto@example.net', content });
        tries.push(run.firstTry === 'delivered' ? run.firstTry : run.stderr);
        if (run.firstTry === 'delivered') await dovecot.get().sent.next();
      }
      expect(tries).toEqual(Array.from({ length: rounds }, () => 'delivered'));
    });
  },
);
