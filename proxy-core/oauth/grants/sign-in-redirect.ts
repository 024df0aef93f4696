import { msg, sentences } from '#messages/message.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import { checkIssuer } from '../answer-issuer.ts';
import type { GrantRequest, Interaction, Issued } from '../grant.ts';
import { LoopbackReceiver } from '../loopback-receiver.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';

/** One sign-in by the browser, as both engines run it. */
export interface RedirectSteps {
  /** The page to open, for the redirect URI as it is with its port. */
  authorizationUrl(redirectUri: string): Promise<string>;
  /** What to do with the answer; when it fails, the browser's page says so. */
  redeem(answer: URLSearchParams, redirectUri: string): Promise<Issued>;
}

/**
 * Opens the receiver, then the page, waits for the browser to come back, redeems the answer, has what it brought judged
 * and kept, and only then tells the browser how it went. The port is free when this has ended, whichever way.
 * @param timeout - milliseconds that the person has
 * @throws OAuthError
 */
export async function signInByRedirect(
  deps: { readonly clock: Clock; readonly logger: Logger },
  request: GrantRequest,
  interaction: Interaction,
  state: string,
  timeout: number,
  steps: RedirectSteps,
): Promise<Issued> {
  const { address } = request.account;
  const receiver = await LoopbackReceiver.open({
    redirectUri: request.client.redirectUri,
    state,
    address,
    timeout,
    signal: request.signal,
    clock: deps.clock,
    logger: deps.logger,
  });
  try {
    const url = await steps.authorizationUrl(receiver.redirectUri);
    const answer = await Promise.race([receiver.answer, openFailure(interaction.open(url), address)]);
    checkIssuer(answer, request, deps.logger);
    const issued = await steps.redeem(answer, receiver.redirectUri);
    const doubt = await interaction.settle?.(issued);
    await receiver.finish(doubt === undefined ? 'success' : { doubt });
    return issued;
  } catch (error) {
    const problem = error instanceof OAuthError ? sentences(error.text, error.fix) : msg('signIn.signFailed');
    const another = error instanceof OAuthError && error.text.code === 'signIn.signedButSignedNothingChanged';
    await receiver.finish({ problem, another });
    throw error;
  } finally {
    await receiver.close();
  }
}

/** Never resolves (a page that is open is no answer yet); rejects if the page could not be opened. */
async function openFailure(opened: Promise<void>, address: string): Promise<never> {
  try {
    await opened;
  } catch (error) {
    if (error instanceof OAuthError) throw error;
    throw new OAuthError('cancelled', msg('signIn.pageSignCouldNotOpened', { address }), {
      fix: msg('signIn.setDefaultBrowserThenStart'),
      cause: error,
    });
  }
  return new Promise<never>(() => undefined);
}
