import type { FoundAccount } from '#core/accounts/account-directory.ts';
import { submissionLimits, submissionUrl } from '#core/accounts/submission.ts';
import { canonicalAddress } from '#contract/account.ts';
import { type SubmissionApi, submissionName } from '#contract/submission.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { type Clock, pause } from '#core/logging/clock.ts';
import type { AccessToken } from '#core/oauth/grant.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { Fetch } from '#core/oauth/http.ts';
import { ConnectionLimiter, type Release } from '#core/relay/connection-limiter.ts';
import type { OpenSubmission, Submitter } from '#core/relay/upstream-connection.ts';
import { GmailApi } from './gmail.ts';
import { GraphApi } from './graph.ts';
import { type Found, type MailApi, notAccepted, type Outgoing } from './mail-api.ts';
import { submissionRefusal, SubmissionRefusedError } from './refusal.ts';

/**
 * Mail programs wait a minute or more behind a message; they would send it again when they are told nothing. So long a
 * provider that asks for patience is waited for here, from the end of the message on. Milliseconds.
 */
const patience = 45_000;
/** Where a provider asks for patience without saying how long; doubled at each try. */
const firstPause = 1_000;
/** Where there is no way to it, or it has trouble: the mail program tries again better than we do. */
const mostTries = 3;
/** After a lost answer: what was sent is not in the mailbox at once. */
const lookUpPauses = [0, 2_000, 5_000] as const;

/** What all messages on their way may hold, in octets; while they are posted, about three times as much is in memory. */
const mostHeld = 128 * 1024 * 1024;

/**
 * What opens submission servers; messages of all of them share the limits.
 * @param options.most - octets that they may hold together; {@link mostHeld} where left out
 */
export function submissionOpener(options: {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly logger: Logger;
  readonly most?: number;
}): OpenSubmission {
  const { most = mostHeld } = options;
  const limiter = new ConnectionLimiter(options);
  const delivery = new Delivery({ ...options, limiter });
  const deliver = delivery.deliver.bind(delivery);
  const deps = { ...options, most, limiter, deliver };
  return async (submitter) => {
    // loaded when a session needs it first: most accounts send by SMTP
    const { openSubmission } = await import('./submission-server.ts');
    return openSubmission(deps, submitter);
  };
}

type DeliveryDeps = Readonly<{ fetch: Fetch; clock: Clock; limiter: ConnectionLimiter }>;

/** Posts messages, each once: so many at a time as the provider takes, and with patience where it asks for it. */
class Delivery {
  readonly #deps: DeliveryDeps;
  /** Mailboxes whose provider wants to be left alone: until when, in milliseconds since 1970, and its words. */
  readonly #quiet = new Map<string, { readonly until: number; readonly refusal: SubmissionRefusedError }>();

  constructor(deps: DeliveryDeps) {
    this.#deps = deps;
  }

  /**
   * Resolves when the provider has accepted the message.
   * @returns 'again' where an answer was lost, the message was not found in the mailbox, and it was posted once more
   * @param signal - the mail program has gone: nothing is posted any more, but what is under way is not taken back
   * @throws SubmissionRefusedError
   */
  async deliver(sender: Submitter, message: Outgoing, signal: AbortSignal): Promise<'once' | 'again'> {
    const until = this.#deps.clock.now() + patience;
    const releases: Release[] = [];
    try {
      const { api } = sender;
      const { found } = sender.authenticated;
      const { perMailbox, perClient } = submissionLimits(found.client, api);
      const mailbox = `${api} ${found.client.id} ${canonicalAddress(found.identity.smtp)}`;
      for (const [key, most] of [
        [mailbox, perMailbox],
        [`${api} ${found.client.id}`, perClient],
      ] as const) {
        const release = await this.#deps.limiter.take(key, most, signal);
        if (release === undefined) throw tooBusy(sender);
        releases.push(release);
      }
      return await this.#post(sender, mailbox, message, until, signal);
    } finally {
      for (const release of releases) release();
    }
  }

  async #post(
    sender: Submitter,
    mailbox: string,
    message: Outgoing,
    until: number,
    signal: AbortSignal,
  ): Promise<'once' | 'again'> {
    const api = mailApiOf(sender.authenticated.found, sender.api, this.#deps);
    let token = await tokenOf(() => sender.authenticated.current());
    let renewed = false;
    let outcome: 'once' | 'again' = 'once';
    for (let tries = 0; ; tries += 1) {
      const quiet = this.#quiet.get(mailbox);
      const wait = (quiet?.until ?? 0) - this.#deps.clock.now();
      if (quiet !== undefined && wait > 0) await this.#pause(wait, until, quiet.refusal);
      if (signal.aborted) throw submissionRefusal('submission.programGone');
      // without the signal: what has been posted is not taken back by hanging up
      const posted = await api.post(message, token.value);
      switch (posted.kind) {
        case 'accepted':
          sender.authenticated.worked(token);
          this.#quiet.delete(mailbox);
          return outcome;
        case 'refused':
          throw posted.refusal;
        case 'unauthorized': {
          const fresh = renewed ? undefined : await tokenOf(() => sender.authenticated.renewed(token));
          renewed = true;
          if (fresh === undefined) {
            const { smtp } = sender.authenticated.found.identity;
            throw notAccepted(sender.api, smtp, posted.words ?? '');
          }
          token = fresh;
          break;
        }
        case 'later': {
          const { retryAfter } = posted.refusal;
          if (retryAfter === undefined && !posted.throttled && tries + 1 >= mostTries) throw posted.refusal;
          const length = retryAfter ?? firstPause * 2 ** Math.min(tries, 6);
          if (posted.throttled) {
            this.#quiet.set(mailbox, { until: this.#deps.clock.now() + length, refusal: posted.refusal });
          }
          await this.#pause(length, until, posted.refusal);
          break;
        }
        case 'unknown': {
          const found = await this.#lookUp(api, message, token);
          if (found === 'sent') return outcome;
          if (found === 'unknown')
            throw submissionRefusal('submission.perhapsSent', {
              name: submissionName[sender.api],
              why: posted.why,
            });
          await this.#pause(firstPause, until, tooBusy(sender));
          outcome = 'again';
          break;
        }
        default:
          posted satisfies never;
      }
    }
  }

  /** Whether a message is in the mailbox whose answer was lost; that it is not counts only when it stays so. */
  async #lookUp(api: MailApi, message: Outgoing, token: AccessToken): Promise<Found> {
    let found: Found = 'unknown';
    for (const before of lookUpPauses) {
      await pause(this.#deps.clock, before);
      found = await api.lookUp(message, token.value);
      if (found !== 'not-sent') return found;
    }
    return found;
  }

  /** Waits, where the mail program still does by then. @throws SubmissionRefusedError - it does not */
  async #pause(length: number, until: number, refusal: SubmissionRefusedError): Promise<void> {
    if (this.#deps.clock.now() + length > until) throw refusal;
    await pause(this.#deps.clock, length);
  }
}

/** The API that an account's mail goes through; one for each message. */
export function mailApiOf(
  found: FoundAccount,
  api: SubmissionApi,
  { fetch, clock }: { readonly fetch: Fetch; readonly clock: Clock },
): MailApi {
  const url = submissionUrl(found.client, api);
  if (url === undefined) throw new Error(`the client cannot send by ${api}`);
  const address = found.identity.smtp;
  // an application has no mailbox of its own
  const mailbox = api === 'graph' && found.client.grant === 'client-credentials' ? address : 'me';
  return new { graph: GraphApi, gmail: GmailApi }[api]({ fetch, clock, url, address, mailbox });
}

/** @throws SubmissionRefusedError - there is none */
async function tokenOf<Token>(get: () => Promise<Token>): Promise<Token> {
  try {
    return await get();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    // the password is right, and the mail program is to keep the message until somebody has mended it
    throw new SubmissionRefusedError('454 4.7.0', error.text, error.fix, { cause: error });
  }
}

function tooBusy({ authenticated, api }: Submitter): SubmissionRefusedError {
  const { smtp: address } = authenticated.found.identity;
  return submissionRefusal('submission.tooManyAtOnce', { address, name: submissionName[api] });
}
