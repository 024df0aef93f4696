import type { Grant, GrantRequest, Interaction, Issued } from '#core/oauth/grant.ts';
import { settle } from './fake-clock.ts';

/** A request that a grant was asked for; the test answers it. */
export interface AskedGrant {
  readonly request: GrantRequest;
  readonly interaction: Interaction | undefined;
  answer(issued: Issued): void;
  fail(error: unknown): void;
}

/** A grant whose provider is the test. */
export class FakeGrant implements Grant {
  readonly signIn: Grant['signIn'];
  /** Everything that was asked, the oldest first. */
  readonly asked: AskedGrant[] = [];
  /** Answers at once, where it is set. */
  respond: ((request: GrantRequest) => Promise<Issued>) | undefined;
  /** The same for sign-ins. */
  respondToSignIn: ((request: GrantRequest, interaction: Interaction) => Promise<Issued>) | undefined;

  constructor(interactive: boolean) {
    if (!interactive) return;
    this.signIn = (request, interaction) =>
      this.respondToSignIn?.(request, interaction) ?? this.#ask(request, interaction);
  }

  renew(request: GrantRequest): Promise<Issued> {
    return this.#ask(request, undefined);
  }

  /** The request with this number (from 0), once everything that can run has run. */
  async nth(index: number): Promise<AskedGrant> {
    await settle();
    const asked = this.asked[index];
    if (asked === undefined) throw new Error(`the provider was asked ${this.asked.length} times only`);
    return asked;
  }

  async #ask(request: GrantRequest, interaction: Interaction | undefined): Promise<Issued> {
    const { promise, resolve, reject } = Promise.withResolvers<Issued>();
    this.asked.push({ request, interaction, answer: resolve, fail: reject });
    return this.respond === undefined ? promise : this.respond(request);
  }
}
