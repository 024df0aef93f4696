import { sameText } from './client-authentication.ts';
import { wrongRequestPage } from './authorize-page.ts';
import { html, type HttpReply, type HttpRequest, redirect } from './http-exchange.ts';
import { escapeHtml, field, hiddenFields, page } from './page.ts';
import type { ProviderContext } from './provider-context.ts';
import { errorParameters, ProviderError } from './provider-error.ts';
import { isRegisteredRedirect } from './directory.ts';
import { requireTenancy, type Tenant } from './token-request.ts';

/**
 * The admin consent page: grants an application's permissions for the whole organization.
 * The result goes to the redirect URI as `admin_consent`, `tenant`, `scope` and `state`,
 * with `error` beside `admin_consent` when the administrator says no, as Entra ID has it.
 * The header `x-sandbox-approve` answers at once.
 */
export function answerAdminConsent(
  request: HttpRequest,
  tenant: Tenant,
  context: ProviderContext,
): HttpReply {
  const parameters = request.method === 'POST' ? request.form : request.query;
  const client = context.directory.client(parameters.get('client_id') ?? '');
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (client === undefined) {
    return html(400, wrongRequestPage('AADSTS700016: The application was not found in the directory.'));
  }
  if (!isRegisteredRedirect(client, redirectUri)) {
    return html(400, wrongRequestPage(`AADSTS50011: The redirect URI '${redirectUri}' is not registered.`));
  }
  const back = (values: Record<string, string>): HttpReply => {
    const target = new URL(redirectUri);
    const state = parameters.get('state');
    for (const [name, value] of Object.entries({ ...values, ...(state === null ? {} : { state }) })) {
      target.searchParams.set(name, value);
    }
    return redirect(target.href);
  };
  try {
    requireTenancy(client, tenant);
    if (
      (client.applicationPermissions ?? []).length === 0 &&
      (client.delegatedPermissions ?? []).length === 0
    ) {
      throw new ProviderError('invalid_request', 1003031);
    }
    const automatic = request.headers['x-sandbox-approve'] !== undefined;
    if (!automatic && request.method !== 'POST')
      return html(200, consentQuestion(parameters, client.name ?? client.clientId, ''));
    if (parameters.get('action') === 'cancel') throw new ProviderError('consent_required', 65004);
    const admin = context.directory.user(parameters.get('address') ?? '');
    if (!automatic && (admin === undefined || !sameText(parameters.get('password') ?? '', admin.password))) {
      return html(
        200,
        consentQuestion(parameters, client.name ?? client.clientId, 'Your account or password is incorrect.'),
      );
    }
    client.adminConsented = true;
    client.userConsent = 'ask';
    return back({
      admin_consent: 'True',
      tenant: context.directory.tenantId,
      scope: parameters.get('scope') ?? '',
    });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return back({
      admin_consent: 'True',
      tenant: context.directory.tenantId,
      ...errorParameters(error, 'entra', new Date(context.now())),
    });
  }
}

function consentQuestion(parameters: URLSearchParams, application: string, problem: string): string {
  const carried = [...parameters].filter(([name]) => !['address', 'password', 'action'].includes(name));
  return page(
    'Permissions requested: review for your organization',
    problem,
    `<form method="post">
${hiddenFields(carried)}
<p><strong>${escapeHtml(application)}</strong> asks for its permissions in your whole organization.</p>
${field('Administrator', 'address', 'email', '')}
${field('Password', 'password', 'password', '')}
<p><button name="action" value="accept">Accept</button> <button name="action" value="cancel" formnovalidate>Cancel</button></p>
</form>`,
  );
}
