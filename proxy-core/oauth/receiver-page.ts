/** How a sign-in ended, for the page in the browser. */
export type SignInOutcome = 'success' | { readonly doubt: string } | { readonly problem: string };

/** What the browser is sent back for: somebody signs in, or an administrator consents. */
export type ReceiverPurpose = 'sign-in' | 'admin-consent';

interface Words {
  readonly finishing: string;
  readonly done: string;
  readonly doneText: string;
  readonly failed: string;
  readonly failedText: string;
}

/** Behind each text stands or goes the name of the account or the client, in bold. */
const words: Readonly<Record<ReceiverPurpose, Words>> = {
  'sign-in': {
    finishing: 'Mailwicket is finishing the sign-in of',
    done: 'Signed in',
    doneText: 'is signed in. You can close this page and go back to your mail program.',
    failed: 'The sign-in did not work',
    failedText: 'was not signed in.',
  },
  'admin-consent': {
    finishing: 'Mailwicket is reading the answer about',
    done: 'Consent given',
    doneText: 'may now be used in your organization. You can close this page.',
    failed: 'There is no consent',
    failedText: 'was not given the consent of your organization.',
  },
};

/** Nothing may run, load, frame or be posted to: the page is text with one style sheet. */
export function pagePolicy(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/**
 * The page while the exchange runs: its first part. The browser shows it and waits for the rest, so that no script
 * and no reload is needed to tell how it went.
 */
export function waitingPart(nonce: string, address: string, purpose: ReceiverPurpose): string {
  return `${head(nonce, 'Received, finishing')}
<div class="waiting"><h1>Received, finishing…</h1>
<p>${words[purpose].finishing} <b>${escaped(address)}</b>. Leave this page open for a moment.</p></div>
`;
}

/** The page's last part: how it went, in place of the first part. */
export function outcomePart(
  nonce: string,
  address: string,
  outcome: SignInOutcome,
  purpose: ReceiverPurpose,
): string {
  const { done, doneText, failed, failedText } = words[purpose];
  const hide = `<style nonce="${nonce}">.waiting { display: none }</style>`;
  const text =
    outcome === 'success' || 'doubt' in outcome
      ? `<h1>${done}</h1>
${outcome === 'success' ? '' : `<p class="problem">${escaped(outcome.doubt)}</p>\n`}<p><b>${escaped(address)}</b> ${doneText}</p>`
      : `<h1>${failed}</h1>
<p><b>${escaped(address)}</b> ${failedText}</p>
<p class="problem">${escaped(outcome.problem.slice(0, 2000))}</p>
<p>You can close this page. Mailwicket's window says the same, and lets you start again.</p>`;
  return `${hide}\n<div role="status">${text}</div>\n${FOOT}`;
}

/** A page for a request that is not, or no longer, the answer that is waited for. */
export function notePage(nonce: string, title: string, text: string): string {
  return `${head(nonce, title)}<h1>${escaped(title)}</h1>\n<p>${escaped(text)}</p>\n${FOOT}`;
}

const STYLE = `
:root { color-scheme: light dark; font: 1.05rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText }
main { max-width: 34rem; padding: 2rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem }
p { margin: 0 0 .75rem }
.problem { border-inline-start: .25rem solid #b3261e; padding-inline-start: .75rem }
`;

const FOOT = '</main></body></html>\n';

function head(nonce: string, title: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${escaped(title)} – Mailwicket</title>
<style nonce="${nonce}">${STYLE}</style></head>
<body><main>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
