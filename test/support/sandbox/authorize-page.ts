import { escapeHtml, field, hiddenFields, page } from './page.ts';

/** What the pages of a sign-in show and carry along. */
export interface SignInView {
  readonly application: string;
  readonly scopes: readonly string[];
  /** The request's parameters, which the form sends again. */
  readonly parameters: URLSearchParams;
}

/** What a form adds of its own: never carried from one page to the next. */
const formFields = new Set(['address', 'password', 'otp', 'ticket', 'action']);

/** Address, password, and what the application will be allowed. */
export function signInPage(view: SignInView, address: string, problem: string): string {
  return page(
    'Sign in',
    problem,
    `<form method="post">
${carried(view)}
${field('Address', 'address', 'email', address)}
${field('Password', 'password', 'password', '')}
${consentList(view)}
<p><button name="action" value="sign-in">Sign in</button> <button name="action" value="cancel" formnovalidate>Cancel</button></p>
</form>`,
  );
}

/** The second factor. The code stands on the page: there is no telephone in a sandbox. */
export function mfaPage(view: SignInView, ticket: string, problem: string): string {
  return page(
    'Verify your identity',
    problem,
    `<form method="post">
${carried(view)}
${hiddenFields([['ticket', ticket]])}
<p>Sandbox: your code is 246810.</p>
${field('Code', 'otp', 'text', '')}
<p><button name="action" value="second-factor">Verify</button> <button name="action" value="cancel" formnovalidate>Cancel</button></p>
</form>`,
  );
}

/** The question that prompt=consent asks. */
export function consentPage(view: SignInView, ticket: string, address: string): string {
  return page(
    'Permissions requested',
    '',
    `<form method="post">
${carried(view)}
${hiddenFields([['ticket', ticket]])}
<p>${escapeHtml(address)}</p>
${consentList(view)}
<p><button name="action" value="accept">Accept</button> <button name="action" value="cancel">Cancel</button></p>
</form>`,
  );
}

export function wrongRequestPage(problem: string): string {
  return page('Sorry, but we’re having trouble signing you in', problem, '');
}

function carried(view: SignInView): string {
  return hiddenFields([...view.parameters].filter(([name]) => !formFields.has(name)));
}

function consentList(view: SignInView): string {
  const items = view.scopes.map((scope) => `<li>${escapeHtml(describe(scope))}</li>`).join('\n');
  return `<p><strong>${escapeHtml(view.application)}</strong> would like to:</p>\n<ul>\n${items}\n</ul>`;
}

function describe(scope: string): string {
  const name = scope.slice(scope.lastIndexOf('/') + 1);
  const known: Readonly<Record<string, string>> = {
    'IMAP.AccessAsUser.All': 'Read and write your mail over IMAP',
    'POP.AccessAsUser.All': 'Read and write your mail over POP',
    'SMTP.Send': 'Send mail from your mailbox',
    offline_access: 'Keep access to what you have given it access to',
    openid: 'Sign you in',
    profile: 'View your basic profile',
    email: 'View your email address',
  };
  return known[name] ?? scope;
}
