import type { SandboxProvider } from './identity-provider.ts';
import { Journal } from './journal.ts';
import type { LoginFault, MailFaults } from './mail-faults.ts';
import type { MailProtocol } from './scopes.ts';

/** A login as it is recorded: never the token. */
export interface LoginRecord {
  readonly protocol: MailProtocol;
  readonly username: string;
  readonly mechanism: string;
  readonly outcome: LoginOutcome['kind'];
}

/** What a mail server does about a login. 'no-mailbox': the token is good, the mailbox is not open to it. */
export type LoginOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'no-mailbox' }
  | { readonly kind: 'temporary' }
  | { readonly kind: 'fault'; readonly fault: LoginFault };

/** Decides logins for a mail server: its planned faults first, then the identity provider. */
export class LoginGate {
  readonly logins = new Journal<LoginRecord>();
  readonly #protocol: MailProtocol;
  readonly #provider: SandboxProvider;
  readonly #faults: MailFaults;

  constructor(protocol: MailProtocol, provider: SandboxProvider, faults: MailFaults) {
    this.#protocol = protocol;
    this.#provider = provider;
    this.#faults = faults;
  }

  decide(mechanism: string, username: string, token: string): LoginOutcome {
    const outcome = this.#outcome(username, token);
    this.logins.add({ protocol: this.#protocol, username, mechanism, outcome: outcome.kind });
    return outcome;
  }

  #outcome(username: string, token: string): LoginOutcome {
    const fault = this.#faults.takeLogin();
    if (fault !== undefined) return fault.kind === 'temporary' ? fault : { kind: 'fault', fault };
    const verdict = this.#provider.tokenAllows(token, username, this.#protocol);
    switch (verdict) {
      case 'yes':
        return { kind: 'accepted' };
      case 'temporary':
        return { kind: 'temporary' };
      case 'no':
        return this.#provider.decide(token, username, this.#protocol) === 'mailbox'
          ? { kind: 'no-mailbox' }
          : { kind: 'refused' };
      default:
        return verdict;
    }
  }
}
