import type { Message } from '#messages/message.ts';
import { CodedError, type Who } from '#core/errors/coded-error.ts';
import { explainMailServerSocket, type SocketErrorCode } from '#core/errors/socket.ts';

/** The provider's mail server could not be talked to. The message names the server; `fix` says what to do. */
export class UpstreamError extends CodedError<SocketErrorCode> {
  override readonly who: Who;
  override readonly fix: Message;

  constructor(
    code: SocketErrorCode,
    text: Message,
    fix: Message,
    options: { readonly cause?: unknown; readonly who?: Who } = {},
  ) {
    super(code, text, fix, options);
    this.fix = fix;
    this.who = options.who ?? 'user';
  }
}

/** What a socket's or TLS's error means, and what to do. @param server 'host:port' */
export function explainSocketError(cause: unknown, server: string): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  const { code, text, fix, who } = explainMailServerSocket(cause, server);
  return new UpstreamError(code, text, fix, { cause, who });
}
