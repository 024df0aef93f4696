import { type AuthenticatedClient, knownClient, sameText } from './client-authentication.ts';
import { page, field } from './page.ts';
import { html, type HttpReply, type HttpRequest, json } from './http-exchange.ts';
import type { ProviderContext } from './provider-context.ts';
import { ProviderError } from './provider-error.ts';
import { expandDefault, parseScopes } from './scopes.ts';
import { issueTokens } from './token-issue.ts';
import { required, type TokenRequest, requireTenancy } from './token-request.ts';
import { opaque } from './token-store.ts';

/** Answers a device authorization request (RFC 8628 section 3.1). */
export function startDevice(request: TokenRequest, context: ProviderContext): HttpReply {
  const client = knownClient(request.http.form.get('client_id'), context, request.style);
  if (request.style === 'entra') requireTenancy(client, request.tenant);
  if (!client.grants.includes('device_code')) throw new ProviderError('unauthorized_client', 7000014);
  const { deviceInterval, deviceLife } = context.settings;
  const device = context.tokens.addDevice({
    clientId: client.clientId,
    scopes: expandDefault(parseScopes(request.http.form.get('scope') ?? ''), client),
    expiresAt: context.now() + deviceLife * 1000,
    interval: deviceInterval * 1000,
  });
  const uri = `${request.http.origin}/devicelogin`;
  return json(200, {
    device_code: device.value,
    user_code: device.userCode,
    [request.style === 'google' ? 'verification_url' : 'verification_uri']: uri,
    expires_in: deviceLife,
    interval: deviceInterval,
    message: `To sign in, use a web browser to open the page ${uri} and enter the code ${device.userCode} to authenticate.`,
  });
}

/** A poll for the tokens of a device code (RFC 8628 section 3.4). */
export async function redeemDeviceCode(
  request: TokenRequest,
  { client, strength }: AuthenticatedClient,
  context: ProviderContext,
): Promise<Record<string, unknown>> {
  const device = context.tokens.devices.get(required(request.http, 'device_code'));
  const now = context.now();
  if (device === undefined || device.clientId !== client.clientId || device.state === 'redeemed') {
    throw new ProviderError(request.style === 'entra' ? 'bad_verification_code' : 'invalid_grant', 70018);
  }
  if (device.expiresAt <= now) throw new ProviderError('expired_token', 70020);
  if (device.state === 'declined') {
    const code = request.style === 'entra' ? 'authorization_declined' : 'access_denied';
    throw new ProviderError(code, 70017);
  }
  if (device.state === 'pending') {
    const early = now - device.lastPoll < device.interval;
    device.lastPoll = now;
    if (early) {
      device.interval += 5000;
      throw new ProviderError('slow_down', 70016);
    }
    throw new ProviderError('authorization_pending', 70016);
  }
  const user = context.directory.user(device.address ?? '');
  if (user === undefined || user.disabled === true) throw new ProviderError('invalid_grant', 50057);
  device.state = 'redeemed';
  const offline = request.style !== 'entra' || device.scopes.includes('offline_access');
  return issueTokens(
    { request, client, strength, user, scopes: device.scopes, ...(offline ? { family: opaque(9) } : {}) },
    context,
  );
}

/** A person's decision on a device code. Returns false for a code that is not waiting for one. */
export function decideDevice(
  userCode: string,
  decision: { readonly approvedBy: string } | 'declined',
  context: ProviderContext,
): boolean {
  const device = context.tokens.deviceByUserCode(userCode);
  if (device?.state !== 'pending' || device.expiresAt <= context.now()) return false;
  if (decision === 'declined') {
    device.state = 'declined';
  } else {
    device.state = 'approved';
    device.address = decision.approvedBy;
  }
  return true;
}

/** The page on which a person enters the code. */
export function answerDevicePage(request: HttpRequest, context: ProviderContext): HttpReply {
  if (request.method !== 'POST') return html(200, devicePage(request.query.get('user_code') ?? '', ''));
  const userCode = request.form.get('user_code') ?? '';
  const user = context.directory.user(request.form.get('address') ?? '');
  if (request.form.get('action') === 'decline') {
    const declined = decideDevice(userCode, 'declined', context);
    return html(
      200,
      declined
        ? donePage('You declined. You can close this page.')
        : devicePage(userCode, 'That code is not known, or its time is over.'),
    );
  }
  if (user === undefined || !sameText(request.form.get('password') ?? '', user.password)) {
    return html(200, devicePage(userCode, 'That address and password do not fit.'));
  }
  const approved = decideDevice(userCode, { approvedBy: user.address }, context);
  return html(
    200,
    approved
      ? donePage('You are signed in on your other device. You can close this page.')
      : devicePage(userCode, 'That code is not known, or its time is over.'),
  );
}

function devicePage(userCode: string, problem: string): string {
  return page(
    'Enter the code',
    problem,
    `<form method="post">
      ${field('Code', 'user_code', 'text', userCode)}
      ${field('Address', 'address', 'email', '')}
      ${field('Password', 'password', 'password', '')}
      <p><button name="action" value="approve">Sign in</button> <button name="action" value="decline" formnovalidate>Decline</button></p>
    </form>`,
  );
}

function donePage(text: string): string {
  return page('Done', '', `<p>${text}</p>`);
}
