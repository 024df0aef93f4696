import type { ProviderAnswer } from '#core/errors/oauth-error.ts';
import { parseTokenErrorBody } from '../provider-error.ts';

/** What a provider answered, as it is shown. `secrets`, what the request carried, are blanked wherever they occur. */
export function readProviderAnswer(
  response: Pick<Response, 'status' | 'headers'>,
  body: string,
  secrets: readonly string[],
): ProviderAnswer {
  return parseTokenErrorBody(response.status, withoutSecrets(body, secrets), response.headers);
}

/** What a provider said by the browser: the parameters of the redirect (RFC 6749 section 4.1.2.1). */
export function readRedirectAnswer(parameters: URLSearchParams, secrets: readonly string[]): ProviderAnswer {
  const body = JSON.stringify({
    error: parameters.get('error'),
    suberror: parameters.get('error_subcode'),
    error_description: parameters.get('error_description'),
  });
  // it came by the browser: there is no status
  return { ...parseTokenErrorBody(0, withoutSecrets(body, secrets)), httpStatus: undefined };
}

/** The text with what is known to be secret blanked, as it stands and as a form carries it. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let blanked = text;
  for (const secret of secrets) {
    // one or two letters are in every text, and tell nobody anything
    if (secret.length < 3) continue;
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      blanked = blanked.replaceAll(form, '[…]');
    }
  }
  return blanked;
}
