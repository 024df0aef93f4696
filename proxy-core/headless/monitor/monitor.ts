import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isServed } from '#contract/status.ts';
import type { TokenRequested } from '#core/oauth/grant-chooser.ts';
import { closeHttpPort, openHttpPort } from '../http-port.ts';
import type { OpenedGateway } from '../open-gateway.ts';
import { Metrics } from './metrics.ts';

/** Where the monitor listens. */
export interface MonitorPlace {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** Why no mail program is to be sent here. */
type Reason = 'starting' | 'settings' | 'listeners' | 'store' | 'draining';

/** What asks is a probe or a collector, each with a connection or two. */
const mostConnections = 64;
/** From connect to the end of a request; a probe sends a line. Milliseconds. */
const timeForRequest = 5_000;
/** Octets; a probe's header has a few hundred. */
const largestHeader = 8_192;

/**
 * How this process stands, over plain HTTP, for load balancers, Kubernetes and Prometheus. It takes nothing in, and
 * nothing secret comes out: no address of anybody, no account, no text of an error.
 */
export class Monitor {
  readonly #server: Server;
  readonly #metrics: Metrics;
  readonly #host: string;
  #port = 0;
  #opened: Pick<OpenedGateway, 'gateway' | 'database'> | undefined;
  /** How far the process is: before its listeners are tried, while it serves, and from the signal that stops it on. */
  phase: 'starting' | 'serving' | 'draining' = 'starting';

  private constructor(host: string) {
    this.#host = host;
    this.#metrics = new Metrics({
      snapshot: () => this.#opened?.gateway.snapshot,
      isReady: () => this.#unready() === undefined,
      database: () => this.#opened?.database?.(),
    });
    this.#server = createServer(
      {
        maxHeaderSize: largestHeader,
        headersTimeout: timeForRequest,
        requestTimeout: timeForRequest,
        connectionsCheckingInterval: timeForRequest / 5,
      },
      (request, response) => void this.#answer(request, response).catch(() => response.destroy()),
    );
    this.#server.maxConnections = mostConnections;
  }

  /** Answers from now on, so that a process which waits for its database is seen to live. @throws CodedError */
  static async open({ host, port }: MonitorPlace): Promise<Monitor> {
    const monitor = new Monitor(host);
    monitor.#port = await openHttpPort(monitor.#server, 'monitor', { host, port });
    return monitor;
  }

  get address(): string {
    const host = this.#host.includes(':') ? `[${this.#host}]` : this.#host;
    return `http://${host}:${String(this.#port)}`;
  }

  /** Looks at this gateway from now on. */
  watch(opened: Pick<OpenedGateway, 'gateway' | 'database'>): void {
    this.#opened = opened;
    opened.gateway.activity.onEntry((entry) => this.#metrics.noted(entry));
  }

  readonly requested = (request: TokenRequested): void => this.#metrics.requested(request);

  close(): Promise<void> {
    return closeHttpPort(this.#server);
  }

  /** Why no mail program is to be sent here; undefined: it may be. */
  #unready(): Reason | undefined {
    const { gateway, database } = this.#opened ?? {};
    if (this.phase === 'draining') return 'draining';
    // settings that cannot be read as the database is away are still in force
    const problem = gateway?.snapshot.problem?.code ?? 'store-unavailable';
    if (problem !== 'store-unavailable') return 'settings';
    if (gateway === undefined || this.phase === 'starting') return 'starting';
    if (!gateway.snapshot.listeners.every(isServed)) return 'listeners';
    return database?.().isThere === false ? 'store' : undefined;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Cache-Control', 'no-store').setHeader('X-Content-Type-Options', 'nosniff');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return give(request, response, 405, { error: 'Only GET and HEAD are answered.' });
    }
    const [path, query] = (request.url ?? '').split('?', 2);
    switch (path) {
      case '/healthz':
        return give(request, response, 200, { alive: true });
      case '/readyz': {
        const reason = this.#unready();
        // a database that is away is away for all nodes, and logins with a token at hand go on
        const isReady =
          reason === undefined ||
          (reason === 'store' && new URLSearchParams(query).get('exclude') === 'store');
        return give(request, response, isReady ? 200 : 503, {
          ready: isReady,
          ...(reason === undefined ? {} : { reason }),
        });
      }
      case '/metrics': {
        const text = await this.#metrics.text();
        return give(request, response, 200, text, this.#metrics.mediaType);
      }
      default:
        return give(request, response, 404, { error: 'There are /healthz, /readyz and /metrics.' });
    }
  }
}

function give(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  content: string | Readonly<Record<string, string | boolean>>,
  mediaType = 'application/json',
): void {
  const body = Buffer.from(typeof content === 'string' ? content : `${JSON.stringify(content)}\n`);
  response.writeHead(status, { 'Content-Type': mediaType, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}
