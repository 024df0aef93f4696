import { onTestFinished } from 'vitest';
import { AccountDirectory } from '../../../proxy-core/accounts/account-directory.ts';
import { LocalPasswords } from '../../../proxy-core/accounts/local-passwords.ts';
import { LoginThrottle } from '../../../proxy-core/accounts/login-throttle.ts';
import { settingsSchema } from '../../../proxy-core/accounts/settings.ts';
import { Activity, type ActivityEntry } from '../../../proxy-core/activity/activity.ts';
import { silentLogger } from '../../../proxy-core/activity/logger.ts';
import { explainRefusedLogin } from '../../../proxy-core/diagnosis/refused-login.ts';
import { TokenKeeper } from '../../../proxy-core/oauth/token-keeper.ts';
import { Admission } from '../../../proxy-core/relay/admission.ts';
import { connectionLimits } from '../../../proxy-core/relay/connection-limits.ts';
import { ConnectionNotes } from '../../../proxy-core/relay/connection-notes.ts';
import type { SessionRoom } from '../../../proxy-core/relay/session-room.ts';
import { SessionBook } from '../../../proxy-core/relay/session-book.ts';
import { SessionQuota } from '../../../proxy-core/relay/session-quota.ts';
import { SmtpExtensions } from '../../../proxy-core/relay/smtp-extensions.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeGrant } from '../../support/fake-grant.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { trust } from './loopback.ts';

export interface RelayRoom extends SessionRoom {
  readonly clock: FakeClock;
  /** What the activity says, the oldest first. */
  texts(): string[];
  /** The first entry that this is true of, once it is there. */
  entry(wanted: (entry: ActivityEntry) => boolean): Promise<ActivityEntry>;
}

/** What sessions work with, without any account: every login is refused. */
export async function relayRoom(): Promise<RelayRoom> {
  const clock = new FakeClock();
  const vault = new MemoryVault();
  const logger = silentLogger;
  const activity = new Activity({ clock, logger });
  const book = new SessionBook(() => connectionLimits(undefined));
  const secureContext = await trust();
  const settings = settingsSchema.parse({ version: 1 });
  onTestFinished(async () => {
    void book.drain();
    book.endAll();
  });
  return {
    admission: new Admission({
      directory: () => new AccountDirectory(settings),
      passwords: new LocalPasswords({ vault, clock }),
      throttle: new LoginThrottle({ clock }),
      tokens: new TokenKeeper({
        vault,
        clock,
        logger,
        random: () => 0,
        grantFor: () => new FakeGrant(false),
        accountFor: () => undefined,
      }),
      clock,
    }),
    activity,
    connectionNotes: new ConnectionNotes({ activity, clock }),
    clock,
    book,
    smtpExtensions: new SmtpExtensions(),
    quota: new SessionQuota({ clock }),
    explain: explainRefusedLogin,
    secureContext: () => secureContext,
    lookup: undefined,
    texts: () => activity.entries().map((entry) => entry.text),
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
