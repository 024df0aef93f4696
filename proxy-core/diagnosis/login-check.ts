import { type Message, msg, sentences, sentencesIfAny } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { protocolName, type Protocol, type ServerAddress } from '#contract/endpoints.ts';
import type { UpstreamRefusal } from '#core/mail/dialogue.ts';
import type { AccessToken } from '#core/oauth/grant.ts';
import { logInUpstream, type UpstreamAccess, type UpstreamOutcome } from '#core/relay/upstream-connection.ts';
import type { UpstreamProgress } from '#core/relay/dial.ts';
import type { CheckedTokens, CheckedTokensOptions, StepName } from './checked-tokens.ts';
import { type Finding, whoFixes, type RefusalExplanation } from '#core/errors/mail-refusal.ts';
import { examineToken, explainRefusedLogin } from './token-findings.ts';
import { describeToken } from './token-claims.ts';

/** A login that the mail server refused in its last word, and what it means. */
export interface RefusedCheck {
  readonly protocol: Protocol;
  readonly kind: UpstreamRefusal['kind'];
  readonly explanation: RefusalExplanation;
}

export interface LoginCheckOptions extends Omit<CheckedTokensOptions, 'client' | 'tokens'> {
  readonly protocol: Protocol;
  readonly server: ServerAddress;
  readonly upstream: UpstreamAccess;
  readonly tokens: CheckedTokens;
  /** What was told already of tokens. */
  readonly described: Set<string>;
}

type Stage = Extract<StepName['name'], 'reach' | 'tls' | 'login'>;
type Verdict = Exclude<UpstreamOutcome, { readonly kind: 'learned' }>;

/**
 * One protocol's way of a login over one real connection: the server is reached, TLS stands, the token is let in.
 * The first step that fails ends it. A token that the server refuses is replaced once, as a session does it.
 */
export class LoginCheck {
  readonly #options: LoginCheckOptions;
  #stage: Stage = 'reach';
  /** When the stage began. */
  #since = 0;
  readonly #passed = new Set<Stage>();

  constructor(options: LoginCheckOptions) {
    this.#options = options;
  }

  /** @returns the refusal, where the server had the last word and it was no */
  async run(token: AccessToken): Promise<RefusedCheck | undefined> {
    const { tokens, protocol, steps } = this.#options;
    try {
      let used = token;
      let verdict = await this.#logIn(used);
      if (verdict.kind === 'refused' && verdict.refusal.kind === 'credentials') {
        const renewed = await tokens.replace(protocol, used);
        if (renewed === 'none') return undefined;
        if (renewed !== undefined) {
          used = renewed;
          verdict = await this.#logIn(used);
        }
      }
      if (verdict.kind === 'refused') return this.#refused(used, verdict.refusal);
      this.#accepted(used, verdict);
    } catch (error) {
      steps.failed(this.#step(this.#stage), this.#since, error);
    }
    return undefined;
  }

  async #logIn(token: AccessToken): Promise<Verdict> {
    const { found, protocol, server, upstream, clock, signal } = this.#options;
    this.#stage = 'reach';
    this.#since = clock.now();
    const outcome = await logInUpstream(upstream, {
      protocol,
      server,
      credentials: { username: found.identity[protocol], token: token.value },
      signal,
      onProgress: (progress) => this.#progressed(progress),
    });
    if (outcome.kind === 'learned') throw new CodedError('no-verdict', msg('check.serverGaveNoVerdict'));
    return outcome;
  }

  #progressed(progress: UpstreamProgress): void {
    const { server } = this.#options;
    const place = `${server.host}:${String(server.port)}`;
    switch (progress.kind) {
      case 'reached': {
        const { address = '', proxy } = progress;
        const reached =
          proxy === undefined
            ? msg('check.reachedAddress', { server: place, address })
            : msg('check.reachedThroughNetworkProxy', { server: place, proxy });
        return this.#pass('tls', reached);
      }
      case 'secured': {
        const { version, issuer, endsAt } = progress;
        const from = issuer === undefined ? undefined : msg('check.certificateIssued', { issuer });
        const until =
          endsAt === undefined
            ? undefined
            : msg('check.certificateGoodUntil', { date: new Date(endsAt).toISOString().slice(0, 10) });
        const encrypted = msg('check.encryptedWith', { host: server.host, version });
        return this.#pass('login', sentences(encrypted, from, until));
      }
      default:
        return progress satisfies never;
    }
  }

  /** Told once: a second connection, with another token, is of no news if it stands too. */
  #pass(next: Stage, message: Message): void {
    const { steps, clock } = this.#options;
    if (!this.#passed.has(this.#stage)) steps.passed(this.#step(this.#stage), this.#since, message);
    this.#passed.add(this.#stage);
    this.#stage = next;
    this.#since = clock.now();
  }

  #accepted(token: AccessToken, { socket }: Extract<Verdict, { readonly kind: 'accepted' }>): void {
    const { found, protocol, server, steps, tokens } = this.#options;
    socket.on('error', () => {});
    socket.destroySoon();
    tokens.worked(protocol, token);
    // where the login went well, what was found speaks against nothing: the mail server knows better
    this.#describe(token, []);
    const names = { protocol: protocolName[protocol], host: server.host, address: found.identity[protocol] };
    steps.passed(this.#step('login'), this.#since, msg('check.let', names));
  }

  #refused(token: AccessToken, refusal: UpstreamRefusal): RefusedCheck {
    const { found, protocol, server, steps, clock } = this.#options;
    const now = clock.now();
    const about = { found, protocol, now };
    const explanation = explainRefusedLogin({ ...about, refusal, token: token.value, host: server.host });
    if (this.#stage === 'login') {
      this.#describe(token, examineToken(token.value, about).findings);
    }
    const { backOff: _backOff, ...told } = explanation;
    steps.add(this.#step(this.#stage), { ok: false, milliseconds: now - this.#since, ...told });
    return { protocol, kind: refusal.kind, explanation };
  }

  /** What the token says of itself: once where it is the same for all, and again where something speaks against it. */
  #describe(token: AccessToken, findings: readonly Finding[]): void {
    const { found, protocol, steps, clock, described } = this.#options;
    const { claims } = examineToken(token.value, { found, protocol, now: clock.now() });
    const description = describeToken(claims);
    const sentence = inEnglish(description);
    if (described.has(sentence) && findings.length === 0) return;
    described.add(sentence);
    const worst = findings.find(({ severity }) => severity === 'error') ?? findings[0];
    const fix = sentencesIfAny(...findings.map((finding) => finding.fix));
    // what is wrong is wrong for this protocol
    const about = findings.length === 0 ? this.#options.tokens.ownerOf(protocol) : protocol;
    steps.add(
      { name: 'permissions', protocol: about },
      {
        ok: worst?.severity !== 'error',
        milliseconds: 0,
        message: sentences(description, ...findings.map(({ message }) => message)),
        fix,
        ...(worst === undefined ? {} : { code: worst.code, who: whoFixes(worst) }),
      },
    );
  }

  #step(name: StepName['name']): StepName {
    return { name, protocol: this.#options.protocol };
  }
}
