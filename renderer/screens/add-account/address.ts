import { commandTable } from '#contract/commands.ts';

const { input } = commandTable['address-lookup'];

/**
 * What a text lacks to be an account's address, judged as the core judges it: the code of a text; undefined where it
 * lacks nothing.
 */
export function addressFault(text: string): 'noDomain' | 'problem' | undefined {
  if (input.safeParse({ address: text }).success) return undefined;
  return /^[^@\s]+@?$/.test(text.trim()) ? 'noDomain' : 'problem';
}

/** The part behind the @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).trim();
}
