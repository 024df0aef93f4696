import { cutCommand, LineServerLogin, type CommandLine } from './base.ts';
import { SaslServer, type ExchangeStep, type PasswordMechanism } from './sasl-server.ts';
import { SaslError } from '../sasl.ts';

/** What a protocol says while a password is exchanged, and of TLS. Each is a whole line. */
export interface ExchangeWords {
  /** A challenge, in base64. */
  challenge(challenge: string): string;
  readonly cancelled: string;
  misunderstood(error: SaslError): string;
  readonly tlsBegins: string;
  readonly tlsActive: string;
  readonly tlsMissing: string;
}

/** What the two line protocols have in common beyond lines: commands, AUTH's exchange, and STARTTLS. */
export abstract class PasswordServerLogin extends LineServerLogin {
  #exchange: SaslServer | undefined;

  protected abstract readonly words: ExchangeWords;
  protected abstract hearCommand(command: CommandLine): void;
  /** Forgets what was said of who logs in, where a login or TLS begins anew. */
  protected abstract forget(): void;

  override get held(): number {
    return super.held + (this.#exchange?.held ?? 0);
  }

  protected reset(): void {
    this.#exchange = undefined;
    this.forget();
  }

  protected hear(line: Buffer): void {
    const exchange = this.#exchange;
    if (exchange === undefined) this.hearCommand(cutCommand(line));
    else this.#step(exchange, () => exchange.respond(line));
  }

  /** AUTH with a mechanism that is known; `initialResponse` in base64. */
  protected hearExchange(mechanism: PasswordMechanism, initialResponse: string | undefined): void {
    const exchange = new SaslServer(mechanism);
    this.#step(exchange, () => exchange.begin(initialResponse));
  }

  protected hearStartTls(): void {
    switch (this.tls) {
      case 'offered':
        this.startTls(this.words.tlsBegins);
        return;
      case 'active':
        this.fail(this.words.tlsActive);
        return;
      case 'none':
        this.fail(this.words.tlsMissing);
        return;
      default:
        this.tls satisfies never;
    }
  }

  #step(exchange: SaslServer, take: () => ExchangeStep): void {
    this.#exchange = undefined;
    try {
      const step = take();
      switch (step.kind) {
        case 'challenge':
          this.#exchange = exchange;
          this.send(this.words.challenge(step.challenge));
          return;
        case 'cancelled':
          this.fail(this.words.cancelled);
          return;
        case 'heard':
          this.login({ ...step.pair, form: `AUTH ${exchange.mechanism}` });
          return;
        default:
          step satisfies never;
      }
    } catch (error) {
      if (!(error instanceof SaslError)) throw error;
      this.fail(this.words.misunderstood(error));
    }
  }
}
