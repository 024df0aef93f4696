import { CodedError } from '#core/errors/coded-error.ts';

/**
 * - set-by-organization: a setting that the policy holds was to be changed
 * - not-allowed: the policy takes no account of this domain, or at this provider
 * - policy-unreadable: there is a policy, and it cannot be read
 * - policy-untrusted: others than an administrator can write it, so that it is none
 * - policy-invalid: a part of it is not what it should be
 */
export type PolicyErrorCode =
  'set-by-organization' | 'not-allowed' | 'policy-unreadable' | 'policy-untrusted' | 'policy-invalid';

/** What an organization's policy says no to, or what is wrong with the policy. */
export class PolicyError extends CodedError<PolicyErrorCode> {}
