import type { Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { Protocol, ServerAddress } from '#contract/endpoints.ts';
import type { SandboxCertificates } from './sandbox/certificates.ts';
import { MailListener } from './sandbox/mail-listener.ts';

/** What happens to a connection, from its stage on. */
export const connectionFaults = [
  'delay',
  'trickle',
  'cut',
  'half-open',
  'silence',
  'reset',
  'garbage',
  'endless-line',
  'endless-lines',
] as const;
export type ConnectionFault = (typeof connectionFaults)[number];

/**
 * In place of which of the server's answers it happens. 'connection': of TLS itself; 'accepted': of what IMAP servers are
 * asked when they have let the gateway in; 'session': of a NOOP.
 */
export const serverStages = [
  'connection',
  'greeting',
  'capabilities',
  'login',
  'accepted',
  'session',
] as const;
export type ServerStage = (typeof serverStages)[number];

/** A line that says nothing, which a server may send as often as it likes. */
const emptyWords: Readonly<Record<Protocol, string>> = {
  imap: '* OK still here\r\n',
  pop: 'X-NOTHING\r\n',
  smtp: '250-NOTHING\r\n',
};

/** Octets of no protocol, line ends among them; the same in each run. */
export const garbage = Buffer.from(
  Array.from({ length: 2_048 }, (_, at) => (at % 97 === 96 ? 10 : (at * 2_654_435_761) % 251)),
);

interface Planned {
  readonly fault: ConnectionFault;
  readonly stage: ServerStage;
  readonly happened: () => void;
}

/**
 * Stands between the gateway and a mail server of the sandbox, as the server with TLS, and does to the next connection
 * what was planned; before TLS to all of them, until it is looked whether they have left. Knows from what the client said last which answer of the server is on its way.
 */
export class FaultyServer {
  readonly #protocol: Protocol;
  readonly #listener: MailListener;
  readonly #behind: { readonly port: number; readonly ca: string };
  readonly #emptied = new Set<() => void>();
  #planned: Planned | undefined;
  #release: (() => void) | undefined;
  /** Octets of the endless faults that the gateway has taken. */
  endless = 0;

  private constructor(protocol: Protocol, front: SandboxCertificates, behind: { port: number; ca: string }) {
    this.#protocol = protocol;
    this.#behind = behind;
    this.#listener = new MailListener({
      tls: 'none',
      certificate: front,
      allowHalfOpen: true,
      serve: (socket) => this.#accept(socket),
    });
  }

  static async start(options: {
    readonly protocol: Protocol;
    readonly certificates: SandboxCertificates;
    readonly behind: { readonly port: number; readonly ca: string };
  }): Promise<FaultyServer> {
    const faulty = new FaultyServer(options.protocol, options.certificates, options.behind);
    await faulty.#listener.start();
    return faulty;
  }

  get address(): ServerAddress {
    return { host: '127.0.0.1', port: this.#listener.port, tls: 'implicit' };
  }

  /** Plans a fault. Resolves when it has happened. */
  next(fault: ConnectionFault, stage: ServerStage): Promise<void> {
    this.endless = 0;
    return new Promise((happened) => (this.#planned = { fault, stage, happened }));
  }

  /** Lets go on what was delayed. */
  release(): void {
    this.#release?.();
    this.#release = undefined;
  }

  /** Ends what was planned. Resolves when the gateway has left no connection open. */
  empty(): Promise<void> {
    this.#planned = undefined;
    if (this.#listener.open === 0) return Promise.resolve();
    return new Promise((resolve) => this.#emptied.add(resolve));
  }

  async stop(): Promise<void> {
    await this.#listener.stop();
  }

  #accept(raw: Socket): void {
    raw.once('close', () => {
      if (this.#listener.open > 0) return;
      for (const resolve of this.#emptied) resolve();
      this.#emptied.clear();
    });
    const planned = this.#planned;
    if (planned?.stage !== 'connection') this.#planned = undefined;
    if (planned?.stage === 'connection') this.#suffer(planned, raw, raw, () => this.#join(raw, undefined));
    else this.#join(raw, planned);
  }

  /** TLS on both sides, and the octets between them. */
  #join(raw: Socket, fault: Planned | undefined): void {
    let planned = fault;
    const front = this.#listener.secure(raw);
    const behind = connectSecurely({ host: '127.0.0.1', port: this.#behind.port, ca: this.#behind.ca });
    behind.on('error', () => behind.destroy());
    // who has nothing more to say has left
    front.once('end', () => front.destroySoon()).once('close', () => behind.destroy());
    let stage: ServerStage = 'greeting';
    front.on('data', (chunk: Buffer) => {
      const said = chunk.toString('latin1');
      if (/\bNOOP/.test(said)) stage = 'session';
      else if (stage !== 'accepted') {
        if (/\bAUTH/.test(said)) stage = 'login';
        else if (/\bCAPA|EHLO/.test(said)) stage = 'capabilities';
      }
      behind.write(chunk);
    });
    behind.on('data', (chunk: Buffer) => {
      if (planned !== undefined && planned.stage === stage) {
        const now = planned;
        planned = undefined;
        behind.pause();
        this.#suffer(now, raw, front, () => {
          if (now.fault === 'trickle') trickle(front, chunk, () => behind.resume());
          else {
            front.write(now.fault === 'garbage' ? garbage : chunk);
            behind.resume();
          }
        });
        return;
      }
      if (stage === 'login' && /^(?:\S+ OK|\+OK|235)/m.test(chunk.toString('latin1'))) stage = 'accepted';
      front.write(chunk);
    });
    behind.once('end', () => front.destroySoon());
  }

  #suffer({ fault, happened }: Planned, raw: Socket, top: Socket, goOn: () => void): void {
    if (top === raw) raw.once('end', () => raw.destroySoon());
    switch (fault) {
      case 'delay':
        this.#release = goOn;
        break;
      case 'trickle':
        goOn();
        break;
      case 'garbage':
        if (top === raw) raw.resume().write(garbage);
        else goOn();
        break;
      case 'cut':
        top.end();
        top.destroySoon();
        break;
      case 'half-open':
        // what the gateway still says is read and thrown away
        top.removeAllListeners('data').resume().end();
        break;
      case 'silence':
        top.removeAllListeners('data').resume();
        break;
      case 'reset':
        raw.resetAndDestroy();
        break;
      case 'endless-line':
        this.#pour(top, Buffer.alloc(65_536, 'x'));
        break;
      case 'endless-lines':
        this.#pour(top, Buffer.from(emptyWords[this.#protocol].repeat(2_048)));
        break;
      default:
        fault satisfies never;
    }
    happened();
  }

  /** Writes as long as somebody takes it. */
  #pour(to: Socket, block: Buffer): void {
    to.removeAllListeners('data').resume();
    const more = (): void => {
      to.write(block, (error) => {
        if (error !== null && error !== undefined) return;
        this.endless += block.length;
        if (to.writable) setImmediate(more);
      });
    };
    more();
  }
}

/** One octet a packet, each once the one before has left. */
function trickle(to: Socket, bytes: Buffer, done: () => void): void {
  const [first] = bytes;
  if (first === undefined) {
    done();
    return;
  }
  to.write(bytes.subarray(0, 1), () => setImmediate(() => trickle(to, bytes.subarray(1), done)));
}
