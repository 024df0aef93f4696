import { endpointFor, type OpenPort, protocols } from '#contract/endpoints.ts';

/**
 * What a mail program enters for each of many accounts, as a table (RFC 4180, in UTF-8): address and local password, and
 * for each protocol where to connect; a port that is closed is left empty.
 */
export function passwordTable(
  made: readonly (readonly [address: string, password: string])[],
  ports: readonly OpenPort[],
): string {
  const endpoints = protocols.map((protocol) => ({
    protocol,
    endpoint: endpointFor(ports, protocol, 'plain-first'),
  }));
  const heading = [
    'address',
    'password',
    ...endpoints.flatMap(({ protocol }) => [
      `${protocol}_server`,
      `${protocol}_port`,
      `${protocol}_security`,
    ]),
  ];
  const where = endpoints.flatMap(({ endpoint }) =>
    endpoint === undefined ? ['', '', ''] : [endpoint.host, String(endpoint.port), endpoint.security],
  );
  return [heading, ...made.map((one) => [...one, ...where])]
    .map((row) => `${row.map(quoted).join(',')}\r\n`)
    .join('');
}

function quoted(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
