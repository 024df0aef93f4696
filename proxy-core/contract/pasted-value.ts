import { type Message, msg } from '#messages/message.ts';
import type { GrantType } from './grants.ts';
import { isGuid } from './providers/preset.ts';
import type { ProviderId } from './providers/presets.ts';

/** The fields of an OAuth client into which a value of a portal is pasted. */
export type PastedField = 'clientId' | 'secret' | 'tenant';

/** The client whose field it is, as far as it was entered. */
interface Entered {
  readonly provider: ProviderId;
  readonly grant: GrantType;
  readonly clientId: string;
}

/**
 * Tells a value of a portal that was pasted into the wrong field, before anything is asked: a secret's ID in the place
 * of the secret, a name in the place of an ID.
 * @returns what it is, and which one to copy; undefined where it may be right, or nothing was entered yet
 */
export function pastedValueProblem(field: PastedField, value: string, client: Entered): Message | undefined {
  const text = value.trim();
  if (text === '') return undefined;
  const { provider } = client;
  if (provider === 'microsoft365' || provider === 'outlook') return microsoftProblem(field, text, client);
  return provider === 'google' ? googleProblem(field, text, client) : undefined;
}

function microsoftProblem(field: PastedField, text: string, { clientId }: Entered): Message | undefined {
  switch (field) {
    case 'clientId':
      return isGuid(text) ? undefined : msg('accounts.pastedClientIdGuid');
    case 'secret':
      // the value has other characters too, and the portal shows it this once only
      if (isGuid(text)) return msg('accounts.pastedSecretId');
      return /\*{3}/.test(text) ? msg('accounts.pastedSecretHidden') : undefined;
    case 'tenant':
      if (isGuid(text) && text.toLowerCase() === clientId.trim().toLowerCase())
        return msg('accounts.pastedClientIdInTenant');
      return isTenant(text) ? undefined : msg('accounts.pastedTenant');
    default:
      return field satisfies never;
  }
}

/** An id, a domain, or one of the names that stand for many tenants. */
function isTenant(text: string): boolean {
  return (
    isGuid(text) ||
    /^(?:common|organizations|consumers)$/i.test(text) ||
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i.test(text)
  );
}

const googleClientId = /^[\w.-]+\.apps\.googleusercontent\.com$/i;

function googleProblem(field: PastedField, text: string, { grant }: Entered): Message | undefined {
  if (field === 'secret')
    return googleClientId.test(text) ? msg('accounts.pastedClientIdInSecret') : undefined;
  if (field !== 'clientId') return undefined;
  if (grant === 'service-account')
    return /^\d{10,30}$/.test(text) ? undefined : msg('accounts.pastedClientIdUnique');
  if (text.startsWith('GOCSPX-')) return msg('accounts.pastedSecretInClientId');
  return googleClientId.test(text) ? undefined : msg('accounts.pastedClientIdGoogle');
}
