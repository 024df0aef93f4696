/**
 * Chromium without Electron navigates to no scheme of an app's own. So a page at app://host/path is at
 * https://host.app.stand-in.invalid/path for Chromium, and everything that the app sees is translated back.
 */
const suffix = '.stand-in.invalid';

const schemes = new Set<string>();

/** Makes a scheme one whose URLs have a host and an origin (privilege `standard`). */
export function addStandardScheme(scheme: string): void {
  schemes.add(scheme);
}

/** The address for Chromium of a URL of the app. */
export function toChromium(url: string): string {
  const parts = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url);
  const [, scheme = '', host = '', rest = ''] = parts ?? [];
  return schemes.has(scheme.toLowerCase()) ? `https://${host}.${scheme.toLowerCase()}${suffix}${rest}` : url;
}

/** The URL for the app of an address (or origin) of Chromium. */
export function fromChromium(url: string): string {
  const parts = /^https:\/\/([^/?#]+)\.([a-z\d+-]+)\.stand-in\.invalid(.*)$/is.exec(url);
  const [, host = '', scheme = '', rest = ''] = parts ?? [];
  return schemes.has(scheme) ? `${scheme}://${host}${rest}` : url;
}

/** The scheme of a URL of the app's own, undefined for others. */
export function ownScheme(url: string): string | undefined {
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(fromChromium(url))?.[1]?.toLowerCase();
  return scheme !== undefined && schemes.has(scheme) ? scheme : undefined;
}

/** The origin of a URL as Electron gives it: of the app's schemes too; 'null' for what has none. */
export function originOf(url: string): string {
  const own = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)/i.exec(url);
  if (own !== null && schemes.has((own[1] ?? '').toLowerCase())) return own[0];
  return URL.canParse(url) ? new URL(url).origin : 'null';
}

/** What Chromium intercepts for the app. */
export const ownAddresses = `https://*${suffix}/*`;
