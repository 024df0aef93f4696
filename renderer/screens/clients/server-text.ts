import { protocols, type Protocol, type ServerAddress, type Servers } from '#contract/endpoints.ts';

/** How a server stands in its field: 'host:port', with ':starttls' where its TLS begins so. */
export function serverText(server: ServerAddress | undefined): string {
  if (server === undefined) return '';
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  return `${host}:${String(server.port)}${server.tls === 'starttls' ? ':starttls' : ''}`;
}

/** A field's text as a server: undefined where it is empty, 'wrong' where it makes no sense. */
function serverOfText(text: string): ServerAddress | undefined | 'wrong' {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const match = /^(?<host>\[[0-9a-f:.]+\]|[^\s:/]+):(?<port>\d{1,5})(?<tls>:starttls)?$/i.exec(trimmed);
  const { host = '', port = '', tls } = match?.groups ?? {};
  const number = Number(port);
  if (match === null || number < 1 || number > 65_535) return 'wrong';
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: number,
    tls: tls === undefined ? 'implicit' : 'starttls',
  };
}

export function isServerText(text: string): boolean {
  return serverOfText(text) !== 'wrong';
}

/** The servers of three fields; a field that is wrong is named instead. */
export function serversOfTexts(
  texts: Readonly<Record<Protocol, string>>,
): { readonly servers: Servers } | { readonly wrong: Protocol } {
  const servers: Servers = {};
  for (const protocol of protocols) {
    const server = serverOfText(texts[protocol]);
    if (server === 'wrong') return { wrong: protocol };
    if (server !== undefined) servers[protocol] = server;
  }
  return { servers };
}
