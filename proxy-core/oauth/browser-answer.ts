import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { type Clock, pause } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import { languageSchema } from '#messages/languages.ts';
import { type Message, msg, sentences } from '#messages/message.ts';
import type { GrantRequest, Interaction, Issued } from './grant.ts';
import { LoopbackReceiver, type LoopbackPorts, type ReceiverOptions } from './loopback-receiver.ts';
import { ownAttempt, type Attempt } from './shared-attempts.ts';
import { failure, providerFailure } from './token-errors.ts';

/** Time for a person to find a password, a second factor and a colleague. */
const SIGN_IN_TIMEOUT_MS = 15 * 60_000;

/** What whoever takes the answer needs of the page that was opened. */
const openedSchema = z.object({
  redirectUri: z.string(),
  state: z.string(),
  /** Of PKCE (RFC 7636). */
  verifier: z.string(),
  url: z.string(),
  expiresAt: z.number(),
  language: languageSchema.optional(),
});
type OpenedPage = z.infer<typeof openedSchema>;

/** A port is tried again after this, while the node that has it may end. Milliseconds. */
const portPause = 1_000;

/** What a page is opened with. */
export interface PageValues {
  readonly redirectUri: string;
  readonly state: string;
  /** Of PKCE, by S256. */
  readonly challenge: string;
}

/** One page whose answer comes by a redirect to this machine. */
export interface BrowserAnswer<T> extends Pick<
  ReceiverOptions,
  'redirectUri' | 'address' | 'purpose' | 'language' | 'timeout' | 'signal'
> {
  readonly attempt: Attempt;
  /** The address of the page. */
  page(values: PageValues): Promise<string> | string;
  /** Opens it. */
  open(url: string): Promise<void>;
  /** What is told where it could not be opened. */
  notOpened(cause: unknown): OAuthError;
  /** What to do with the answer; when it fails, the browser's page says so. */
  take(answer: URLSearchParams, opened: OpenedPage): Promise<T>;
  /** What the person is to look at, where something remains in doubt. */
  doubt?(brought: T): Message | undefined;
  /** What the other nodes are told of what it brought; nothing secret. */
  told(brought: T): unknown;
  /** What the browser is told of a fault that has no words. */
  readonly failed: Message;
}

/**
 * Opens the receiver, then the page, waits for the browser to come back, has the answer taken, and only then tells the
 * browser how it went. An attempt that another node began is gone on with: the page is open there already, and the answer
 * may come here. The port is free when this has ended, whichever way.
 * @throws OAuthError; what taking the answer throws
 */
export async function browserAnswer<T>(
  deps: { readonly clock: Clock; readonly logger: Logger; readonly ports: LoopbackPorts },
  wanted: BrowserAnswer<T>,
): Promise<T> {
  const { attempt, address, purpose, signal } = wanted;
  const { clock } = deps;
  const begun = openedSchema.safeParse(attempt.begun).data;
  const state = begun?.state ?? oauth.generateRandomState();
  const verifier = begun?.verifier ?? oauth.generateRandomCodeVerifier();
  const { language } = begun ?? wanted;
  const expiresAt = begun?.expiresAt ?? clock.now() + wanted.timeout;
  if (begun !== undefined) await wanted.open(begun.url);
  const receiver = await openReceiver(deps, attempt, {
    ...deps,
    redirectUri: begun?.redirectUri ?? wanted.redirectUri,
    state,
    address,
    purpose,
    language,
    timeout: Math.max(0, expiresAt - clock.now()),
    signal,
  });
  const { redirectUri } = receiver;
  try {
    const waits: Promise<URLSearchParams>[] = [receiver.answer];
    const challenge = await oauth.calculatePKCECodeChallenge(verifier);
    const url = begun?.url ?? (await wanted.page({ redirectUri, state, challenge }));
    const page: OpenedPage = { redirectUri, state, verifier, url, expiresAt, language };
    if (begun === undefined) {
      await attempt.keep(page, expiresAt);
      const opening = wanted.open(url).catch((error: unknown) => {
        throw error instanceof OAuthError ? error : wanted.notOpened(error);
      });
      // a page that is open is no answer yet
      waits.push(opening.then(() => new Promise<never>(() => undefined)));
    }
    const answer = await Promise.race(waits);
    const brought = await attempt.once(
      () => wanted.take(answer, page),
      (value) => wanted.told(value),
    );
    const doubt = wanted.doubt?.(brought);
    await receiver.finish(doubt === undefined ? 'success' : { doubt });
    return brought;
  } catch (error) {
    const problem = error instanceof OAuthError ? sentences(error.text, error.fix) : wanted.failed;
    const another = error instanceof OAuthError && error.text.code === 'signIn.signedButSignedNothingChanged';
    await receiver.finish({ problem, another });
    throw error;
  } finally {
    await receiver.close();
  }
}

async function openReceiver(
  { clock }: { readonly clock: Clock },
  attempt: Attempt,
  options: ReceiverOptions,
): Promise<LoopbackReceiver> {
  for (;;) {
    try {
      return await LoopbackReceiver.open(options);
    } catch (error) {
      if (attempt.begun === undefined || options.signal.aborted) throw error;
      // on one machine the node that began it has the port, until it ends
      await pause(clock, portPause, options.signal);
    }
  }
}

/**
 * One sign-in by the browser, as both engines run it: what it brought is judged and kept before the browser is told.
 * @throws OAuthError
 */
export async function signInByBrowser(
  deps: Parameters<typeof browserAnswer>[0],
  request: GrantRequest,
  interaction: Interaction,
  steps: {
    readonly page: BrowserAnswer<Issued>['page'];
    redeem(answer: URLSearchParams, opened: OpenedPage): Promise<Issued>;
  },
): Promise<Issued> {
  const { address } = request.account;
  return browserAnswer<Issued>(deps, {
    redirectUri: request.client.redirectUri,
    address,
    language: interaction.language,
    timeout: SIGN_IN_TIMEOUT_MS,
    signal: request.signal,
    attempt: interaction.attempt ?? ownAttempt,
    page: (values) => steps.page(values),
    open: (url) => interaction.open(url),
    notOpened: (cause) => failure('signIn.pageSignCouldNotOpened', { address }, { cause }),
    take: async (answer, opened) => {
      checkIssuer(answer, request, deps.logger);
      const issued = await steps.redeem(answer, opened);
      return { ...issued, doubt: await interaction.settle?.(issued) };
    },
    doubt: (issued) => issued.doubt,
    told: ({ doubt }) => ({ doubt }),
    failed: msg('signIn.signFailed'),
  });
}

/**
 * Whether a sign-in page's answer is from the provider that was asked, by the name that it gives itself (RFC 9207
 * section 2.4); an error it answers with counts too. Beyond the RFC a name is accepted that was not declared, as Google
 * sends one so. To be called before the code is redeemed.
 * @param answer - the parameters of the redirect
 * @throws OAuthError - refused
 */
export function checkIssuer(
  answer: URLSearchParams,
  { client, account }: Pick<GrantRequest, 'client' | 'account'>,
  logger: Logger,
): void {
  const known = client.knownIssuer;
  const { address } = account;
  const [name, ...more] = answer.getAll('iss');
  if (name === undefined && known?.inAnswers !== true) return;
  if (name === undefined || more.length > 0 || (known !== undefined && !isName(name, known.name)))
    throw providerFailure('signIn.answerSignNotFromProvider', { address });
  if (known === undefined && hostOf(name) !== hostOf(client.authorizationUrl ?? '')) {
    logger.warn('The sign-in page gives itself a name of another host, and what it should be is not known.', {
      account: address,
    });
  }
}

/** Byte for byte; the tenant alone, which Microsoft fills in, may be anyone's. */
function isName(name: string, known: string): boolean {
  const [before = '', after] = known.split('{tenantid}');
  if (after === undefined) return name === known;
  const tenant = name.slice(before.length, name.length - after.length);
  return (
    name === `${before}${tenant}${after}` && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(tenant)
  );
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
