import { secondFactor } from './authorize-endpoint.ts';

/** What a person does on the provider's pages. */
export interface PersonAtBrowser {
  readonly address: string;
  readonly password: string;
  /** 'sign-in' (the default) goes all the way; 'cancel' presses Cancel on the first page. */
  readonly action?: 'sign-in' | 'cancel';
  /** On another device, whose browser cannot reach this machine: it ends on a page that cannot be shown. */
  readonly elsewhere?: boolean;
}

/** Where the browser ended: the page that the redirect URI answered with, or the provider's last page. */
export interface BrowserOutcome {
  readonly status: number;
  readonly url: string;
  readonly html: string;
}

interface PageForm {
  readonly action: string;
  readonly fields: URLSearchParams;
  readonly buttons: readonly string[];
}

const maximumSteps = 12;

/**
 * Plays the browser through the provider's pages: opens the URL, fills in each form as the person
 * would, follows redirects and forms that post themselves, and stops on a page without a form.
 */
export async function playBrowser(start: string, person: PersonAtBrowser): Promise<BrowserOutcome> {
  let response = await fetch(start, { redirect: 'manual' });
  let url = start;
  const tried = new Set<string>();
  for (let step = 0; step < maximumSteps; step += 1) {
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = new URL(location, url).href;
      if (person.elsewhere === true && new URL(url).origin !== new URL(start).origin)
        return { status: 0, url, html: '' };
      response = await fetch(url, { redirect: 'manual' });
      continue;
    }
    const text = await response.text();
    const form = readForm(text);
    const button = form === undefined ? undefined : chooseButton(form, person);
    // A page that asks the same again is where the person gives up.
    if (form === undefined || (button !== undefined && tried.has(button))) {
      return { status: response.status, url, html: text };
    }
    if (button !== undefined) {
      tried.add(button);
      fillIn(form.fields, button, person);
    }
    url = new URL(form.action, url).href;
    response = await fetch(url, { method: 'POST', body: form.fields, redirect: 'manual' });
  }
  throw new Error('the sign-in pages did not come to an end');
}

function chooseButton(form: PageForm, person: PersonAtBrowser): string | undefined {
  if (form.buttons.length === 0) return undefined;
  if (person.action === 'cancel') return 'cancel';
  return form.buttons.find((button) => button !== 'cancel' && button !== 'decline');
}

function fillIn(fields: URLSearchParams, button: string, person: PersonAtBrowser): void {
  fields.set('action', button);
  if (button === 'second-factor') fields.set('otp', secondFactor);
  if (button === 'sign-in' || (button === 'accept' && fields.has('password'))) {
    fields.set('address', person.address);
    fields.set('password', person.password);
  }
}

/** Reads the one form of a page of ours. */
function readForm(text: string): PageForm | undefined {
  const form = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(text);
  if (form === null) return undefined;
  const [, attributes = '', body = ''] = form;
  const fields = new URLSearchParams();
  for (const [tag] of body.matchAll(/<input [^>]*>/g)) {
    fields.append(attribute(tag, 'name'), attribute(tag, 'value'));
  }
  const buttons = [...body.matchAll(/<button name="action"[^>]*>/g)].map(([tag]) => attribute(tag, 'value'));
  return { action: attribute(attributes, 'action'), fields, buttons };
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return value.replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity, key: string) => names[key] ?? entity);
}
