import type * as LocalPassword from '#core/accounts/local-password.ts';

/**
 * The module that derives keys of passwords, with scrypt at a hundredth of its cost: for files whose tests log in often
 * and are about something else. What one process has derived so no other can check.
 */
export function quickDerivation(original: typeof LocalPassword): typeof LocalPassword {
  return {
    ...original,
    deriveWithScrypt: (password, salt, parameters, length) =>
      original.deriveWithScrypt(
        password,
        salt,
        { ...parameters, costExponent: 10, parallelization: 1 },
        length,
      ),
  };
}
