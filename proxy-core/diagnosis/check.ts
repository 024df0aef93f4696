import type { Account } from '../accounts/account.ts';
import { AccountDirectory, type FoundAccount } from '../accounts/account-directory.ts';
import { protocolName, protocols, type Protocol } from '../accounts/protocol.ts';
import { resolveClient } from '../accounts/resolve-client.ts';
import type { Settings } from '../accounts/settings.ts';
import type { Clock } from '../activity/clock.ts';
import { problemOf } from '../problem.ts';
import type { CheckStep } from '../contract.ts';
import type { AccessToken } from '../oauth/grant.ts';
import type { TokenKeeper } from '../oauth/token-keeper.ts';
import { logInAtProvider, type UpstreamAccess } from '../relay/provider-login.ts';
import type { RefusalExplanation } from './mail-refusal.ts';
import { examineToken, explainRefusedLogin } from './refused-login.ts';
import { describeToken } from './token-claims.ts';

export interface CheckRoom {
  readonly settings: Settings;
  readonly tokens: TokenKeeper;
  readonly clock: Clock;
  readonly upstream: UpstreamAccess;
}

/** A whole-domain account has no mailbox of its own to look into. */
const wholeDomain = '*@';

/**
 * Goes the way of a login, end to end: a token, then for each protocol the server, its TLS and the login.
 * Each step says how long it took; one that fails says why and what to do. Nothing is changed in the mailbox.
 */
export async function checkAccount(
  account: Account,
  room: CheckRoom,
  options: {
    readonly mailbox?: string;
    readonly signal: AbortSignal;
    /** Called with each step as it is done. */
    readonly onStep?: (step: CheckStep) => void;
  },
): Promise<CheckStep[]> {
  const found = new AccountDirectory(room.settings).find(options.mailbox ?? account.address);
  if (found === undefined || (account.address.startsWith(wholeDomain) && options.mailbox === undefined)) {
    return [
      {
        name: 'account',
        ok: false,
        milliseconds: 0,
        message: `${account.address} stands for a whole domain.`,
        fix: 'Name one mailbox of the domain to check.',
      },
    ];
  }
  const steps: CheckStep[] = [];
  const done = (step: CheckStep): void => {
    steps.push(step);
    options.onStep?.(step);
  };
  for (const protocol of protocols) {
    const server = resolveClient(found.client).servers[protocol];
    if (server === undefined) continue;
    const name = protocolName[protocol];
    const { step, value: token } = await timed(room.clock, { name: 'token', protocol }, async () => ({
      value: await room.tokens.accessToken({
        accountId: account.id,
        subject: found.subject,
        protocol,
        signal: options.signal,
      }),
      message: `A token for ${name} is at hand.`,
    }));
    done(step);
    if (token === undefined) continue;
    const login = await checkLogin(found, protocol, token, room, options.signal);
    done(examined(found, protocol, token, { now: room.clock.now(), loggedIn: login.ok }));
    done(login);
  }
  return steps;
}

/**
 * What the token says of itself. Where the login went well all the same, what was found speaks against nothing:
 * the mail server knows better.
 */
function examined(
  found: FoundAccount,
  protocol: Protocol,
  token: AccessToken,
  about: { readonly now: number; readonly loggedIn: boolean },
): CheckStep {
  const { claims, findings } = examineToken(token.value, { found, protocol, now: about.now });
  const relevant = about.loggedIn ? [] : findings;
  const fix = relevant.map((finding) => finding.fix).join(' ');
  return {
    name: 'permissions',
    protocol,
    ok: !relevant.some(({ severity }) => severity === 'error'),
    milliseconds: 0,
    message: [describeToken(claims), ...relevant.map(({ message }) => message)].join(' '),
    ...(fix === '' ? {} : { fix }),
  };
}

async function checkLogin(
  found: FoundAccount,
  protocol: Protocol,
  token: AccessToken,
  room: CheckRoom,
  signal: AbortSignal,
): Promise<CheckStep> {
  const server = resolveClient(found.client).servers[protocol];
  const name = protocolName[protocol];
  const { step } = await timed(room.clock, { name: 'login', protocol }, async () => {
    if (server === undefined) throw new Error(`No ${name} server is known.`);
    const outcome = await logInAtProvider(room.upstream, {
      protocol,
      server,
      credentials: { username: found.identity[protocol], token: token.value },
      signal,
    });
    switch (outcome.kind) {
      case 'accepted':
        outcome.socket.on('error', () => {});
        outcome.socket.destroySoon();
        return { value: true, message: `${name}: ${server.host} let ${found.identity[protocol]} in.` };
      case 'refused':
        throw refusedError(
          explainRefusedLogin({
            found,
            protocol,
            refusal: outcome.refusal,
            token: token.value,
            host: server.host,
            now: room.clock.now(),
          }),
        );
      case 'learned':
        throw new Error('The server gave no verdict.');
      default:
        return outcome satisfies never;
    }
  });
  return step;
}

function refusedError({ code, message, fix }: RefusalExplanation): Error {
  return Object.assign(new Error(message), { code, fix });
}

async function timed<T>(
  clock: Clock,
  about: { readonly name: string; readonly protocol: Protocol },
  work: () => Promise<{ readonly value: T; readonly message: string }>,
): Promise<{ step: CheckStep; value: T | undefined }> {
  const startedAt = clock.now();
  try {
    const { value, message } = await work();
    return { step: { ...about, ok: true, milliseconds: clock.now() - startedAt, message }, value };
  } catch (error) {
    const { message, fix } = problemOf(error);
    const step = {
      ...about,
      ok: false,
      milliseconds: clock.now() - startedAt,
      message,
      ...(fix === '' ? {} : { fix }),
    };
    return { step, value: undefined };
  }
}
