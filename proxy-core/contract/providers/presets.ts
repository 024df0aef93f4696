import { type Message, msg } from '#messages/message.ts';
import type { Cloud, CredentialKind, GrantType } from '../grants.ts';
import { fastmailPreset } from './fastmail.ts';
import { googlePreset } from './google.ts';
import { mailruPreset } from './mailru.ts';
import { microsoft365Preset } from './microsoft365.ts';
import { outlookPreset } from './outlook.ts';
import { type Preset, usualPreset } from './preset.ts';
import { xfinityPreset } from './xfinity.ts';
import { aolPreset, yahooPreset } from './yahoo.ts';
import { yandexPreset } from './yandex.ts';

/** Any other provider: nothing is known of it, everything is entered. */
const customPreset: Preset = {
  ...usualPreset,
  name: msg('accounts.anotherProvider'),
  grants: ['authorization-code', 'device-code', 'password', 'client-credentials', 'service-account'],
  endpoints: {},
  scopes: {},
  servers: {},
  // RFC 8252 section 7.3: the loopback address, any port
  redirectUri: 'http://127.0.0.1',
  notes: [msg('accounts.providersOauthOpenidConnectPage'), msg('accounts.addOfflineAccessScopesIf')],
  domains: [],
  exchangers: [],
  mark: { glyph: 'rack', ground: 'plain' },
  pageHosts: [],
  source: [{ fact: 'the redirect', from: 'RFC 8252' }],
};

/** Every provider that is known, by its id, in the order in which people choose from them. */
const presets = {
  microsoft365: microsoft365Preset,
  outlook: outlookPreset,
  google: googlePreset,
  yahoo: yahooPreset,
  aol: aolPreset,
  fastmail: fastmailPreset,
  xfinity: xfinityPreset,
  yandex: yandexPreset,
  mailru: mailruPreset,
  custom: customPreset,
} as const satisfies Readonly<Record<string, Preset>>;

export type ProviderId = keyof typeof presets;

export const providerIds = typedKeys(presets);

/**
 * What is known of a provider.
 * @param which.cloud - Microsoft 365 only: its national cloud; the global one where left out
 */
export function presetFor(which: {
  readonly provider: ProviderId;
  readonly cloud?: Cloud | undefined;
}): Preset {
  const preset: Preset = presets[which.provider];
  return preset.clouds?.[which.cloud ?? 'global'] ?? preset;
}

/** Whether it is one of Microsoft's two, for organizations and for persons. */
export function isMicrosoft(provider: ProviderId | undefined): boolean {
  return provider === 'microsoft365' || provider === 'outlook';
}

/** Every preset with the provider whose it is, Microsoft 365 once per cloud. */
export const allPresets: readonly (Preset & { readonly provider: ProviderId; readonly cloud?: Cloud })[] =
  providerIds.flatMap((provider) => {
    const { clouds, ...preset }: Preset = presets[provider];
    if (clouds === undefined) return [{ ...preset, provider }];
    return typedKeys(clouds).map((cloud) => ({ ...clouds[cloud], provider, cloud }));
  });

/** What a client can prove itself with under a grant; the first is the usual one. */
export const credentialsOfGrant: Readonly<Record<GrantType, readonly CredentialKind[]>> = {
  'authorization-code': ['none', 'secret', 'certificate'],
  'device-code': ['none', 'secret', 'certificate'],
  password: ['none', 'secret', 'certificate'],
  'client-credentials': ['secret', 'certificate'],
  'service-account': ['service-account-key'],
};

/**
 * What a new client of a provider can prove itself with; the first is the usual one. Where desktop apps have a secret
 * too, the token endpoint refuses one without; an imported client, whose secret was not to be read, waits for it.
 */
export function credentialsFor(which: {
  readonly provider: ProviderId;
  readonly cloud?: Cloud | undefined;
  readonly grant: GrantType;
}): readonly CredentialKind[] {
  const needsSecret = presetFor(which).quirks.secretForDesktopClients === true;
  return needsSecret && which.grant === 'authorization-code' ? ['secret'] : credentialsOfGrant[which.grant];
}

/** A grant's name, as people see it. */
export const grantName: Readonly<Record<GrantType, Message>> = {
  'authorization-code': msg('accounts.authorizationCode'),
  'device-code': msg('accounts.deviceCode'),
  password: msg('accounts.resourceOwnerPassword'),
  'client-credentials': msg('accounts.clientCredentials'),
  'service-account': msg('accounts.serviceAccount'),
};

function typedKeys<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  const isKey = (key: string): key is Key => Object.hasOwn(record, key);
  return Object.keys(record).filter(isKey);
}
