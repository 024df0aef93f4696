import { onTestFinished } from 'vitest';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { LocalPasswords } from '#core/accounts/local-passwords.ts';
import { LoginThrottle } from '#core/accounts/login-throttle.ts';
import { settingsSchema } from '#contract/settings.ts';
import type { ActivityEntry } from '#contract/views.ts';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { explainRefusedLogin } from '#core/diagnosis/token-findings.ts';
import { TokenManager } from '#core/oauth/token-manager.ts';
import { Authenticator } from '#core/relay/authenticator.ts';
import { connectionLimits, SessionRegistry } from '#core/relay/session-registry.ts';
import { Listener, type ListenerOptions } from '#core/relay/listener.ts';
import { ConnectionNotes } from '#core/relay/connection-notes.ts';
import type { SessionDeps } from '#core/relay/session.ts';
import { Preconnector } from '#core/relay/preconnector.ts';
import { ConnectionLimiter } from '#core/relay/connection-limiter.ts';
import { EhloCache } from '#core/relay/ehlo-cache.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeGrant } from '../../support/fake-grant.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { trust } from './loopback.ts';
import { textOf } from '../../support/english.ts';

export interface RelayDeps extends SessionDeps {
  readonly clock: FakeClock;
  /** What the activity says, the oldest first. */
  texts(): string[];
  /** The first entry that this is true of, once it is there. */
  entry(wanted: (entry: ActivityEntry) => boolean): Promise<ActivityEntry>;
}

/** What sessions work with, without any account: every login is refused. */
export async function relayDeps(): Promise<RelayDeps> {
  const clock = new FakeClock();
  const vault = new MemoryVault();
  const logger = silentLogger;
  const activity = new Activity({ clock, logger });
  const registry = new SessionRegistry(() => connectionLimits(undefined));
  const secureContext = await trust();
  const settings = settingsSchema.parse({ version: 1 });
  onTestFinished(async () => {
    registry.endAll();
  });
  return {
    authenticator: new Authenticator({
      directory: () => new AccountDirectory(settings),
      passwords: new LocalPasswords({ vault, clock }),
      throttle: new LoginThrottle({ clock }),
      tokens: new TokenManager({
        vault,
        clock,
        logger,
        random: () => 0,
        grantFor: () => new FakeGrant(false),
        accountFor: () => undefined,
      }),
      // nobody has a domain here
      firstLogins: { admit: async () => 'taken' },
      clock,
    }),
    activity,
    connectionNotes: new ConnectionNotes({ activity, clock }),
    clock,
    registry,
    smtpExtensions: new EhloCache(),
    limiter: new ConnectionLimiter({ clock }),
    preconnector: new Preconnector(),
    explain: explainRefusedLogin,
    openSubmission: async () => {
      throw new Error('nobody sends through an API here');
    },
    secureContext: () => secureContext,
    lookup: undefined,
    texts: () => activity.entries().map((entry) => textOf(entry.text)),
    entry: (wanted) =>
      new Promise((resolve) => {
        const present = activity.entries().find(wanted);
        if (present !== undefined) {
          resolve(present);
          return;
        }
        const leave = activity.onEntry((entry) => {
          if (!wanted(entry)) return;
          leave();
          resolve(entry);
        });
      }),
  };
}

export interface OpenListener {
  readonly listener: Listener;
  readonly deps: RelayDeps;
  readonly port: number;
}

/** A port of this machine, which is closed at the end of the test. */
export async function openListener(options: Partial<ListenerOptions> = {}): Promise<OpenListener> {
  const deps = await relayDeps();
  const listener = new Listener({
    protocol: 'imap',
    implicitTls: false,
    addresses: ['127.0.0.1'],
    port: 0,
    localTls: () => undefined,
    extensions: () => [],
    deps,
    activity: deps.activity,
    ...options,
  });
  await listener.open();
  onTestFinished(() => listener.close());
  return { listener, deps, port: listener.state.port };
}
