import { commandTable } from '#contract/commands.ts';

const { input } = commandTable['address-lookup'];

/** Whether a text can be an account's address: judged as the core judges it. */
export function isAddress(text: string): boolean {
  return input.safeParse({ address: text }).success;
}

/** The part behind the @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).trim();
}
