import { describe, expect, test } from 'vitest';
import { GraphApi } from '#core/submission/graph.ts';
import type { Found, Posted } from '#core/submission/mail-api.ts';
import { address, answering, broken, inShort, message, octets, post, told } from './api-bench.ts';

function failure(status: number, code: string, words = '', headers?: Record<string, string>): Response {
  return Response.json({ error: { code, message: words } }, { status, ...(headers && { headers }) });
}

function posted(answer: Response | Error): Promise<Posted> {
  return post(new GraphApi(answering(answer).deps));
}

describe('a message that goes through Microsoft Graph', () => {
  test('is posted whole and once, in base64, for the token’s own mailbox', async () => {
    const { deps, asked } = answering(new Response(undefined, { status: 202 }));
    expect(await post(new GraphApi(deps))).toEqual({ kind: 'accepted' });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', url: 'https://api.example/v1/me/sendMail' });
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer token');
    expect(asked[0]?.headers.get('content-type')).toBe('text/plain');
    expect(asked[0]?.body).toBe(octets.toString('base64'));
  });

  test('of an application is posted for the mailbox that it is', async () => {
    const { deps, asked } = answering(new Response(undefined, { status: 202 }));
    await post(new GraphApi({ ...deps, mailbox: 'of/fice@example.org' }));
    expect(asked[0]?.url).toBe('https://api.example/v1/users/of%2Ffice%40example.org/sendMail');
  });

  test.each([
    [413, '', '', '552 5.3.4'],
    [400, 'ErrorMessageSizeExceeded', '', '552 5.3.4'],
    [400, 'BadRequest', 'The maximum request length supported is 4MB.', '552 5.3.4'],
    [400, 'ErrorInvalidRecipients', '', '554 5.1.3'],
    [400, 'ErrorMimeContentInvalidBase64String', '', '554 5.6.0'],
    [400, 'ErrorMimeContentInvalid', '', '554 5.6.0'],
    [403, 'ErrorSendAsDenied', '', '550 5.7.60'],
    [507, 'ErrorQuotaExceeded', '', '452 4.2.2'],
    [400, 'ErrorExceededMessageLimit', '', '452 4.5.3'],
    [403, 'ErrorMessageSubmissionBlocked', '', '550 5.1.8'],
    [403, 'ErrorAccountSuspend', '', '550 5.1.8'],
    [404, 'MailboxNotEnabledForRESTAPI', '', '550 5.1.1'],
    [400, 'ErrorNonExistentMailbox', '', '550 5.1.1'],
    [404, 'ErrorNewKind', '', '550 5.1.1'],
    [403, 'ErrorAccessDenied', 'Access is denied.', '550 5.7.1'],
    [400, 'ErrorNewKind', '', '554 5.6.0'],
    [200, '', '', '554 5.6.0'],
    // the provider has too much to do: the mailbox is left alone
    [429, 'ApplicationThrottled', '', 'later, 451 4.3.2, throttled'],
    [400, 'MailboxThrottled', '', 'later, 451 4.3.2, throttled'],
    [503, 'ServiceUnavailable', '', 'later, 451 4.3.2, throttled'],
    // it has trouble of its own
    [500, 'ErrorInternalServerError', '', 'later, 451 4.3.2'],
    [408, '', '', 'later, 451 4.3.2'],
    // its front does not know what became of the message
    [502, 'BadGateway', '', 'unknown'],
    [504, 'GatewayTimeout', '', 'unknown'],
    [500, '', '', 'unknown'],
    [401, 'InvalidAuthenticationToken', 'expired', 'unauthorized'],
  ])('answered by %i %s %s', async (status, code, words, outcome) => {
    expect(inShort(await posted(failure(status, code, words)))).toBe(outcome);
  });

  test('that no permission lets through: whoever can give it is told which', async () => {
    expect(told(await posted(failure(403, 'ErrorAccessDenied', 'Access is denied.'))).fix).toContain(
      'Mail.Send',
    );
    const disabled = failure(403, 'ErrorAccessDenied', 'Access to OData is disabled.');
    expect(told(await posted(disabled)).fix).toContain('two hours');
  });

  test('is refused in the API’s words, on one line and not too many of them', async () => {
    const refused = await posted(failure(400, 'ErrorNewKind', `first\r\nsecond ${'x'.repeat(1_000)}`));
    const text = told(refused).why;
    expect(text).toContain('HTTP 400 ErrorNewKind first second xxx');
    expect(text).toContain('x'.repeat(200));
    expect(text).not.toContain('x'.repeat(300));
    const page = await posted(new Response('<html>', { status: 400 }));
    expect(told(page).why).toMatch(/HTTP 400(?! )/);
  });

  test('the wait that the provider asks for is heard', async () => {
    const later = await posted(failure(429, 'ApplicationThrottled', '', { 'retry-after': '7' }));
    expect(later).toMatchObject({ kind: 'later', refusal: { retryAfter: 7_000 } });
    expect(await posted(failure(429, ''))).toMatchObject({ refusal: { retryAfter: undefined } });
  });

  test.each([
    ['ECONNREFUSED', 'later, 451 4.4.1'],
    ['ENOTFOUND', 'later, 451 4.4.1'],
    ['UND_ERR_CONNECT_TIMEOUT', 'later, 451 4.4.1'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'later, 451 4.4.1'],
    // it may have been sent before the connection broke
    ['ECONNRESET', 'unknown'],
    ['UND_ERR_SOCKET', 'unknown'],
  ])('on a connection that ends with %s', async (code, outcome) => {
    expect(inShort(await posted(broken(code)))).toBe(outcome);
  });

  test('is not sent over plain http to another machine', async () => {
    const { deps, asked } = answering();
    expect(inShort(await post(new GraphApi({ ...deps, url: 'http://api.example' })))).toBe(
      'later, 451 4.4.1',
    );
    expect(asked).toEqual([]);
  });

  test('ends with the reason of who gave it up', async () => {
    const reason = new Error('stopped');
    const { deps } = answering();
    const posting = new GraphApi(deps).post(message, 'token', AbortSignal.abort(reason));
    await expect(posting).rejects.toBe(reason);
  });
});

/** What Graph finds when it is asked for the message, and answers so. */
function found(answer: Response | Error): Promise<Found> {
  return new GraphApi(answering(answer).deps).lookUp(message, 'token');
}

describe('behind a lost answer Graph is asked for the message', () => {
  test('by its own id, in all folders', async () => {
    const { deps, asked } = answering(Response.json({ value: [{ id: 'x' }] }));
    expect(await new GraphApi(deps).lookUp(message, 'token')).toBe('sent');
    const { pathname, searchParams } = new URL(asked[0]?.url ?? '');
    expect(pathname).toBe('/v1/me/messages');
    expect(searchParams.get('$filter')).toBe("internetMessageId eq '<1@client.test>'");
    expect(searchParams.get('$top')).toBe('1');
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer token');
  });

  test.each<[string, Response | Error, Found]>([
    ['nothing', Response.json({ value: [] }), 'not-sent'],
    ['no right to read', failure(403, 'ErrorAccessDenied'), 'unknown'],
    ['something else', Response.json({ folders: 3 }), 'unknown'],
    ['a page', new Response('<html>'), 'unknown'],
    ['no answer', broken('ECONNREFUSED'), 'unknown'],
  ])('and finds %s', async (_what, answer, outcome) => {
    expect(await found(answer)).toBe(outcome);
  });

  test('which has none: nothing is asked, and nothing known', async () => {
    const { deps, asked } = answering();
    const nameless = { ...message, header: Buffer.from(`From: ${address}\r\n\r\n`) };
    const looked = new GraphApi(deps).lookUp(nameless, 'token');
    expect(await looked).toBe('unknown');
    expect(asked).toEqual([]);
  });
});
