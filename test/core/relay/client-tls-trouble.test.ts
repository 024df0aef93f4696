import { expect, test } from 'vitest';
import { explainClientTls } from '#core/relay/client-connection.ts';
import { textOf } from '../../support/english.ts';

function failure(code: string): Error {
  return Object.assign(new Error('TLS failed'), { code });
}

test.each([
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  'ERR_SSL_SSL/TLS_ALERT_UNKNOWN_CA',
  'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
])('%s: the mail program does not trust the certificate', (code) => {
  expect(textOf(explainClientTls(failure(code)))).toMatch(
    /^doesn’t trust Mailwicket’s certificate\. Trust the certificate/,
  );
});

test.each([
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_NO_SHARED_CIPHER',
])('%s: the mail program is too old', (code) => {
  expect(textOf(explainClientTls(failure(code)))).toContain('TLS 1.2 or newer');
});

test.each(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_HTTP_REQUEST', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'])(
  '%s: it did not speak TLS',
  (code) => {
    expect(textOf(explainClientTls(failure(code)))).toContain('Choose SSL/TLS in the mail program');
  },
);

test('another alert is named', () => {
  expect(explainClientTls(failure('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'))).toEqual(
    'broke TLS off (ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR).',
  );
});

test.each([failure('ECONNRESET'), failure('EPIPE'), new Error('no code'), undefined])(
  'a client that only left is not explained (%s)',
  (error) => {
    expect(explainClientTls(error)).toBeUndefined();
  },
);
