import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { includesAddress, sameAddress } from './directory.ts';
import { type HttpReply, json, writeReply } from './http-exchange.ts';
import type { SandboxProvider } from './identity-provider.ts';
import { Journal } from './journal.ts';
import { liveToken } from './mailbox-access.ts';
import { addressesIn, fieldsOf, withoutBcc } from './mail-api-message.ts';
import type { MessageStore } from './message-store.ts';
import type { AccessToken } from './token-store.ts';
import { listening } from '../listening.ts';

/** A message that an API has taken. */
export interface ApiMessage {
  readonly api: 'graph' | 'gmail';
  readonly mailbox: string;
  /** What was posted. */
  readonly raw: Buffer;
  /** Everybody in To, Cc and Bcc. */
  readonly recipients: readonly string[];
  /** What they get to see. */
  readonly delivered: Buffer;
}

/** What the next request that posts a message meets instead of being taken, or behind it. */
export type ApiFault =
  | {
      readonly kind: 'respond';
      readonly status: number;
      readonly body?: object;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is cut before the message is looked at, or when it has been taken. */
  | { readonly kind: 'cut-before' }
  | { readonly kind: 'cut-after' };

/** Graph counts its 4 MB on the base64. */
const largestGraphBody = 4 * 1024 * 1024;
const largestGmail = 36_700_160;
/** Of one mailbox at the same time. */
const mostAtOnce = 4;

interface Upload {
  readonly mailbox: string;
  readonly length: number;
  done: boolean;
}

/**
 * Stand-ins of Microsoft Graph's sendMail (MIME) and of the Gmail API's send (resumable upload), on one port of
 * 127.0.0.1: their checks, limits and errors as they are documented, of tokens for their own audience and scopes only.
 */
export class SandboxMailApi {
  readonly sent = new Journal<ApiMessage>();
  /** Taken by the next requests that post a message, one each. */
  readonly faults: ApiFault[] = [];
  /** Asked for each one when none is planned. */
  mood: (() => ApiFault | undefined) | undefined;
  /** How many requests posted a message, in all and at the most at the same time. */
  posts = 0;
  mostAtOnce = 0;
  /** Requests that post a message wait for this before they are answered. */
  held: Promise<unknown> = Promise.resolve();
  readonly #provider: SandboxProvider;
  readonly #store: MessageStore;
  readonly #uploads = new Map<string, Upload>();
  readonly #underWay = new Map<string, number>();
  readonly #server: Server;
  #port = 0;

  constructor(options: { readonly provider: SandboxProvider; readonly store: MessageStore }) {
    this.#provider = options.provider;
    this.#store = options.store;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => request.socket.destroy());
    });
  }

  /** http://127.0.0.1:PORT: what Graph's scopes begin with, and the audience of their tokens. */
  get origin(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  get graphUrl(): string {
    return `${this.origin}/v1.0`;
  }

  get gmailUrl(): string {
    return this.origin;
  }

  async start(): Promise<void> {
    this.#port = await listening(this.#server);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) {
      const bytes: unknown = chunk;
      if (Buffer.isBuffer(bytes)) chunks.push(bytes);
    }
    const body = Buffer.concat(chunks);
    const url = new URL(incoming.url ?? '/', this.origin);
    const reply = await this.#answer(incoming, url, body);
    if (reply === 'cut') incoming.socket.destroy();
    else writeReply(response, reply);
  }

  async #answer(incoming: IncomingMessage, url: URL, body: Buffer): Promise<HttpReply | 'cut'> {
    const value = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
    const token = liveToken(value, this.#provider);
    const [, whose = '', action] =
      /^\/v1\.0\/(me|users\/[^/]+)\/(sendMail|messages)$/.exec(url.pathname) ?? [];
    if (action === 'sendMail') {
      return this.#posting(whose, (fault) => this.#graph(incoming, token, whose, body, fault));
    }
    if (action === 'messages') return this.#graphSearch(token, whose, url);
    if (url.pathname === '/upload/gmail/v1/users/me/messages/send') {
      const id = url.searchParams.get('upload_id');
      if (id === null) return this.#beginUpload(incoming, token);
      return this.#upload(incoming, id, body);
    }
    return json(404, { error: { code: 'UnknownError', message: 'no such resource' } });
  }

  /** Counts who is at it, as the APIs do, and acts faults out. */
  async #posting(
    mailbox: string,
    work: (fault: ApiFault | undefined) => HttpReply,
  ): Promise<HttpReply | 'cut'> {
    this.posts += 1;
    const fault = this.faults.shift() ?? this.mood?.();
    const now = (this.#underWay.get(mailbox) ?? 0) + 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, now);
    if (now > mostAtOnce) {
      const text = 'Application is over its MailboxConcurrency limit.';
      return graphError(429, 'ApplicationThrottled', text, { 'retry-after': '1' });
    }
    this.#underWay.set(mailbox, now);
    try {
      await this.held;
      if (fault?.kind === 'cut-before') return 'cut';
      if (fault?.kind === 'respond') return json(fault.status, fault.body ?? {}, fault.headers);
      const reply = work(fault);
      return fault?.kind === 'cut-after' ? 'cut' : reply;
    } finally {
      this.#underWay.set(mailbox, (this.#underWay.get(mailbox) ?? 1) - 1);
    }
  }

  #graph(
    incoming: IncomingMessage,
    token: AccessToken | undefined,
    whose: string,
    body: Buffer,
    _fault: ApiFault | undefined,
  ): HttpReply {
    const mailbox = this.#graphMailbox(token, whose, ['Mail.Send']);
    if (typeof mailbox !== 'string') return mailbox;
    if (body.length > largestGraphBody)
      return graphError(413, 'RequestEntityTooLarge', 'The request is too large.');
    const text = body.toString('latin1').replaceAll(/[\r\n]/g, '');
    if (
      !/^text\/plain\b/.test(incoming.headers['content-type'] ?? '') ||
      !/^[A-Za-z0-9+/]+={0,2}$/.test(text)
    ) {
      return graphError(
        400,
        'ErrorMimeContentInvalidBase64String',
        'The MIME content is not a valid base64 string.',
      );
    }
    return this.#take('graph', mailbox, Buffer.from(text, 'base64'));
  }

  #graphSearch(token: AccessToken | undefined, whose: string, url: URL): HttpReply {
    const mailbox = this.#graphMailbox(token, whose, ['Mail.Read', 'Mail.ReadBasic', 'Mail.ReadWrite']);
    if (typeof mailbox !== 'string') return mailbox;
    const id = /^internetMessageId eq '([^']+)'$/.exec(url.searchParams.get('$filter') ?? '')?.[1];
    const found = this.sent.entries.filter(
      (message) => message.mailbox === mailbox && fieldsOf(message.raw).get('message-id')?.[0] === id,
    );
    return json(200, { value: found.map((_, at) => ({ id: String(at) })) });
  }

  /** Whose mailbox it is, if the token is for this audience and has one of the permissions. */
  #graphMailbox(
    token: AccessToken | undefined,
    whose: string,
    permissions: readonly string[],
  ): string | HttpReply {
    if (token === undefined || token.audience !== this.origin) {
      return graphError(
        401,
        'InvalidAuthenticationToken',
        'Access token validation failure. Invalid audience.',
      );
    }
    const denied = graphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
    const { directory } = this.#provider;
    if (token.address !== undefined) {
      const has = token.scopes.some((scope) => permissions.includes(scope.slice(scope.lastIndexOf('/') + 1)));
      if (!has) return denied;
      if (whose !== 'me') return denied;
      if (directory.user(token.address)?.personal === true) return notEnabled();
      return token.address;
    }
    if (whose === 'me')
      return graphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
    const mailbox = decodeURIComponent(whose.slice('users/'.length));
    if (!directory.hasMailbox(mailbox)) return notEnabled();
    const client = directory.client(token.clientId);
    // an assignment in Exchange (RBAC) leaves nothing in the token
    if (!token.roles.some((role) => permissions.includes(role)) && client?.mailSendByExchange !== true)
      return denied;
    if (!includesAddress(client?.mailboxes, mailbox)) {
      return graphError(403, 'ErrorAccessDenied', 'Access to OData is disabled.');
    }
    return mailbox;
  }

  #beginUpload(incoming: IncomingMessage, token: AccessToken | undefined): HttpReply {
    if (token?.address === undefined) return gmailError(401, 'authError', 'Invalid Credentials');
    const may = ['https://mail.google.com/', 'https://www.googleapis.com/auth/gmail.send'];
    if (!token.scopes.some((scope) => may.includes(scope))) {
      return gmailError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
    }
    const length = Number(incoming.headers['x-upload-content-length']);
    if (incoming.headers['x-upload-content-type'] !== 'message/rfc822' || Number.isNaN(length)) {
      return gmailError(400, 'invalidArgument', 'The upload is not described.');
    }
    if (length > largestGmail) return gmailError(413, 'uploadTooLarge', 'Request is too large.');
    const id = randomUUID();
    this.#uploads.set(id, { mailbox: token.address, length, done: false });
    const location = `${this.origin}/upload/gmail/v1/users/me/messages/send?uploadType=resumable&upload_id=${id}`;
    return { status: 200, headers: { location }, body: '' };
  }

  #upload(incoming: IncomingMessage, id: string, body: Buffer): Promise<HttpReply | 'cut'> | HttpReply {
    const upload = this.#uploads.get(id);
    if (upload === undefined) return gmailError(404, 'notFound', 'No such upload.');
    if (incoming.headers['content-range'] === `bytes */${String(upload.length)}`) {
      return upload.done ? json(200, { id }) : { status: 308, body: '' };
    }
    return this.#posting(upload.mailbox, () => {
      if (body.length !== upload.length) return { status: 308, body: '' };
      const reply = this.#take('gmail', upload.mailbox, body);
      upload.done = reply.status === 200;
      return reply;
    });
  }

  #take(api: ApiMessage['api'], mailbox: string, raw: Buffer): HttpReply {
    const fields = fieldsOf(raw, api === 'gmail' ? 'before-mime' : 'all');
    const recipients = addressesIn(['to', 'cc', 'bcc'].flatMap((name) => fields.get(name) ?? []));
    if (recipients.length === 0) {
      return api === 'graph'
        ? graphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.')
        : gmailError(400, 'invalidArgument', 'Recipient address required');
    }
    const from = fields.get('from')?.[0] ?? mailbox;
    const [sender = mailbox] = addressesIn([from]);
    const user = this.#provider.directory.user(mailbox);
    const may =
      sameAddress(sender, mailbox) ||
      includesAddress(user?.aliases, sender) ||
      includesAddress(user?.sendAs, sender);
    // a name with @ in it is taken for another sender
    if (api === 'graph' && (!may || /@[^<]*</.test(from))) {
      return graphError(
        403,
        'ErrorSendAsDenied',
        'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
      );
    }
    const delivered = withoutBcc(raw);
    for (const recipient of new Set(
      recipients.flatMap((address) => this.#provider.directory.recipient(address) ?? []),
    )) {
      this.#store.mailbox(recipient).append(delivered);
    }
    this.#store.mailbox(mailbox).append(raw, { folder: 'Sent', flags: ['\\Seen'] });
    this.sent.add({ api, mailbox, raw, recipients, delivered });
    return api === 'graph' ? { status: 202, body: '' } : json(200, { id: randomUUID(), labelIds: ['SENT'] });
  }
}

function graphError(
  status: number,
  code: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): HttpReply {
  const innerError = { date: '2026-11-01T00:00:00', 'request-id': randomUUID() };
  return json(status, { error: { code, message, innerError } }, headers);
}

function notEnabled(): HttpReply {
  return graphError(
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  );
}

function gmailError(status: number, reason: string, message: string): HttpReply {
  return json(status, { error: { code: status, message, errors: [{ message, domain: 'global', reason }] } });
}
