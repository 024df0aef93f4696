import { messageFormatter, createTexts, type MessageFormatter } from '#messages/format.ts';
import { languageOf, languages, type Language } from '#messages/languages.ts';
import { type Message, msg } from '#messages/message.ts';
import { markupText } from '#messages/plain-text.ts';

/**
 * How a sign-in ended, for the page in the browser.
 * - doubt: it went well, and the person should look at something
 * - problem: it did not; `another`: because somebody else signed in than was expected
 */
export type SignInOutcome =
  'success' | { readonly doubt: Message } | { readonly problem: Message; readonly another?: boolean };

/** What the browser is sent back for: somebody signs in, or an administrator consents. */
export type ReceiverPurpose = 'sign-in' | 'admin-consent';

/** Whom or what the page is about, and in which language it is. */
export interface PageSubject {
  /** The name of the account or of the client. */
  readonly name: string;
  readonly purpose: ReceiverPurpose;
  readonly nonce: string;
  readonly language: PageLanguage;
}

/** The language of a page, and what puts messages into it. */
export interface PageLanguage {
  readonly tag: string;
  readonly format: MessageFormatter;
}

const known = new Map<string, PageLanguage>();

/** The first language of the browser that there are texts in. @param header - Accept-Language (RFC 9110 section 12.5.4) */
export function languageOfBrowser(header: string | undefined): Language {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag = '', quality] = range.trim().split(/\s*;\s*q=/i);
      return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  return languageOf(wanted.map((one) => one.tag));
}

/** A language with what puts messages into it. */
export function pageLanguage(tag: Language): PageLanguage {
  const present = known.get(tag);
  if (present !== undefined) return present;
  const language = { tag, format: messageFormatter(createTexts(tag, languages[tag])) };
  known.set(tag, language);
  return language;
}

/** Nothing may run, load, frame or be posted to: the page is text with one style sheet. */
export function pagePolicy(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/**
 * The page while the exchange runs: its first part. The browser shows it and waits for the rest, so that no script
 * and no reload is needed to tell how it went.
 */
export function waitingPart(subject: PageSubject): string {
  const { name, purpose, language } = subject;
  const title = msg('signInPage.finishing');
  const text = msg(words[purpose].finishing, { name });
  return `${head(subject, title)}
<div class="waiting"><h1>${markupText(language.format(title))}</h1>
${paragraph(subject, text)}</div>
`;
}

/** The page's last part: how it went, in place of the first part. */
export function outcomePart(subject: PageSubject, outcome: SignInOutcome): string {
  const { nonce, language } = subject;
  const { good, title, texts } = wordsOf(subject, outcome);
  const hide = `<style nonce="${nonce}">.waiting { display: none }</style>`;
  const lines = texts.map((text) => paragraph(subject, text));
  return `${hide}
<div role="status">${good ? TICK : CARE}<h1>${markupText(language.format(title))}</h1>
${lines.join('\n')}</div>
${foot(language)}`;
}

const words = {
  'sign-in': {
    finishing: 'signInPage.finishingSignIn',
    done: ['signInPage.signedIn', 'signInPage.signedInText'],
    notDone: ['signInPage.notSignedIn', 'signInPage.notSignedInText'],
  },
  'admin-consent': {
    finishing: 'signInPage.finishingConsent',
    done: ['signInPage.consented', 'signInPage.consentedText'],
    notDone: ['signInPage.notConsented', 'signInPage.notConsentedText'],
  },
} as const;

function wordsOf({ name, purpose }: PageSubject, outcome: SignInOutcome) {
  const { done, notDone } = words[purpose];
  if (outcome === 'success' || 'doubt' in outcome) {
    const text = msg(done[1], { name });
    const good = outcome === 'success';
    return { good, title: msg(done[0]), texts: good ? [text] : [outcome.doubt, text] };
  }
  if (outcome.another === true) {
    const texts = [outcome.problem, msg('signInPage.anotherBack')];
    return { good: false, title: msg('signInPage.another'), texts };
  }
  const texts = [msg(notDone[1], { name }), outcome.problem, msg('signInPage.back')];
  return { good: false, title: msg(notDone[0]), texts };
}

/** A page for a request that is not, or no longer, the answer that is waited for. */
export function notePage(subject: PageSubject, title: Message, text: Message): string {
  const { language } = subject;
  return `${head(subject, title)}<h1>${markupText(language.format(title))}</h1>\n${paragraph(subject, text)}\n${foot(language)}`;
}

/** A text; the name in it is bold. */
function paragraph({ name, language }: PageSubject, message: Message): string {
  const text = markupText(language.format(message).slice(0, 2000));
  const shown = markupText(name);
  return `<p>${text.replace(shown, () => `<b>${shown}</b>`)}</p>`;
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
`;

/** The gate with the wicket in it: the mark of the screens. */
const MARK = `<svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="6" fill="#0b6e57" stroke="none"/><path d="M6 19v-7a6 6 0 0 1 12 0v7h-4v-4a2 2 0 0 0-4 0v4z" fill="#fff" stroke="none"/></svg>`;
const TICK =
  '<div class="disc"><svg width="20" height="20" viewBox="0 0 16 16" aria-hidden="true"><path d="m3.5 8.5 3 3 6-7"/></svg></div>';
const CARE =
  '<div class="disc care"><svg width="20" height="20" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1"/></svg></div>';
const LOCK =
  '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><rect x="3" y="7" width="10" height="6.5" rx="1"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/></svg>';

function foot({ format }: PageLanguage): string {
  const text = markupText(format(msg('signInPage.fromHere')));
  return `</div><footer>${LOCK}<span>${text}</span></footer></main></body></html>\n`;
}

function head({ nonce, language }: PageSubject, title: Message): string {
  return `<!doctype html>
<html lang="${language.tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${markupText(language.format(title))} – Mailwicket</title>
<style nonce="${nonce}">${STYLE}</style></head>
<body><main><header>${MARK}Mailwicket</header><div class="card">
`;
}
