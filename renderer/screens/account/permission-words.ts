import type { TFunction } from 'i18next';

type Known = 'imap' | 'pop' | 'smtp' | 'mail' | 'offline' | 'all';

const rules: readonly (readonly [RegExp, Known])[] = [
  [/imap/i, 'imap'],
  [/pop/i, 'pop'],
  [/smtp/i, 'smtp'],
  [/^offline_access$/i, 'offline'],
  [/^\.default$/, 'all'],
  [/mail/i, 'mail'],
];
/** Who somebody is: of no interest here. */
const identity = new Set(['openid', 'profile', 'email']);

/** What scopes or roles allow, in words, each once; one that is not known stays as it is. */
export function permissionWords(permissions: readonly string[], t: TFunction): string[] {
  const words = permissions
    .filter((permission) => !identity.has(permission))
    .map((permission) => {
      // only what stands behind the resource counts: its host may be called mail.google.com
      const name = /^https?:\/\/mail\./.test(permission)
        ? 'mail'
        : permission.slice(permission.lastIndexOf('/') + 1);
      const known = rules.find(([pattern]) => pattern.test(name))?.[1];
      return known === undefined ? permission : t(`account.tokens.permission.${known}`);
    });
  return [...new Set(words)];
}
