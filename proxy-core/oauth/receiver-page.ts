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
    done: 'You’re signed in',
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
      ? `${outcome === 'success' ? TICK : CARE}<h1>${done}</h1>
${outcome === 'success' ? '' : `<p class="problem">${escaped(outcome.doubt)}</p>\n`}<p><b>${escaped(address)}</b> ${doneText}</p>`
      : `${CARE}<h1>${failed}</h1>
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
:root { color-scheme: light dark; font: 1rem/1.45 system-ui, -apple-system, "Segoe UI", sans-serif;
  --window: #f7f8f7; --card: #fff; --line: #dfe5e2; --ink: #17201d; --ink2: #55615c;
  --accent: #0b6e57; --accent-soft: #e0f2ec; --care: #855000; --care-soft: #fdf1da }
@media (prefers-color-scheme: dark) { :root {
  --window: #1a1d1c; --card: #222625; --line: #343b38; --ink: #e9eeeb; --ink2: #a6b1ac;
  --accent: #5fcdad; --accent-soft: #173a30; --care: #f2b85f; --care-soft: #3a2c14 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--window); color: var(--ink2) }
main { max-width: 24rem; padding: 1.5rem; overflow-wrap: anywhere }
header, footer { display: flex; align-items: center; gap: .75rem }
header { color: var(--ink); font-weight: 650 }
footer { font-size: .8125rem }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; margin: 1.25rem 0 }
.disc { width: 2.5rem; height: 2.5rem; border-radius: 50%; display: grid; place-items: center; margin-bottom: 1rem;
  background: var(--accent-soft); color: var(--accent) }
.disc.care { background: var(--care-soft); color: var(--care) }
svg { flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round }
h1 { font-size: 1.25rem; line-height: 1.4; margin: 0 0 .25rem; color: var(--ink) }
b { color: var(--ink) }
p { margin: 0 0 .75rem }
.card p:last-child { margin: 0 }
.problem { border-inline-start: .25rem solid var(--care); padding-inline-start: .75rem }
`;

/** The gate with the wicket in it: the mark of the screens. */
const MARK = `<svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="6" fill="#0b6e57" stroke="none"/><path d="M6 19v-7a6 6 0 0 1 12 0v7h-4v-4a2 2 0 0 0-4 0v4z" fill="#fff" stroke="none"/></svg>`;
const TICK =
  '<div class="disc"><svg width="20" height="20" viewBox="0 0 16 16" aria-hidden="true"><path d="m3.5 8.5 3 3 6-7"/></svg></div>';
const CARE =
  '<div class="disc care"><svg width="20" height="20" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1"/></svg></div>';
const LOCK =
  '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><rect x="3" y="7" width="10" height="6.5" rx="1"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/></svg>';

const FOOT = `</div><footer>${LOCK}<span>This page comes from this computer, not from the internet.</span></footer></main></body></html>\n`;

function head(nonce: string, title: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${escaped(title)} – Mailwicket</title>
<style nonce="${nonce}">${STYLE}</style></head>
<body><main><header>${MARK}Mailwicket</header><div class="card">
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
