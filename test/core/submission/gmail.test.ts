import { describe, expect, test } from 'vitest';
import { GmailApi } from '#core/submission/gmail.ts';
import type { Found, Posted } from '#core/submission/mail-api.ts';
import { answering, broken, inShort, message, octets, post, told } from './api-bench.ts';

const place = 'https://api.example/upload/1';
const begun = (location = place): Response => new Response('', { headers: { location } });

function failure(status: number, reason: string, words = ''): Response {
  return Response.json({ error: { errors: [{ reason }], message: words } }, { status });
}

/** What becomes of a message when the place to upload to is there, and the upload is answered so. */
function uploaded(answer: Response | Error): Promise<Posted> {
  return post(new GmailApi(answering(begun(), answer).deps));
}

/** What becomes of it when the first request is answered so. */
async function answered(answer: Response | Error): Promise<string> {
  return inShort(await post(new GmailApi(answering(answer).deps)));
}

/** What whoever sends it is told when the upload is refused. */
async function refused(answer: Response): Promise<ReturnType<typeof told>> {
  return told(await uploaded(answer));
}

describe('a message that goes through the Gmail API', () => {
  test('is announced with its size, and uploaded whole to the place that Gmail names', async () => {
    const { deps, asked } = answering(begun(), Response.json({ id: 'x' }));
    expect(await post(new GmailApi(deps))).toEqual({ kind: 'accepted' });
    const [first, second] = asked;
    expect(first).toMatchObject({
      method: 'POST',
      url: 'https://api.example/v1/upload/gmail/v1/users/me/messages/send?uploadType=resumable',
    });
    expect(Object.fromEntries(first?.headers ?? [])).toMatchObject({
      authorization: 'Bearer token',
      'x-upload-content-type': 'message/rfc822',
      'x-upload-content-length': String(octets.length),
    });
    expect(second).toMatchObject({ method: 'PUT', url: place, body: octets });
    expect(second?.headers.get('authorization')).toBe('Bearer token');
    expect(second?.headers.get('content-type')).toBe('message/rfc822');
  });

  test.each([
    ['another host', 'https://elsewhere.example/upload/1'],
    ['plain http', 'http://api.example/upload/1'],
    ['no address', 'upload'],
  ])('is not uploaded, and its token not sent, to %s', async (_what, location) => {
    const { deps, asked } = answering(begun(location));
    expect(inShort(await post(new GmailApi(deps)))).toBe('554 5.6.0');
    expect(asked).toHaveLength(1);
  });

  test('has no place to be uploaded to where Gmail names none, or refuses', async () => {
    expect(await answered(new Response(''))).toBe('554 5.6.0');
    expect(await answered(new Response('', { status: 201, headers: { location: place } }))).toBe('554 5.6.0');
    expect(await answered(failure(401, 'authError'))).toBe('unauthorized');
  });

  test.each([
    [413, '', '', '552 5.3.4'],
    [400, 'uploadTooLarge', '', '552 5.3.4'],
    [403, 'accessNotConfigured', '', '550 5.7.1'],
    [403, 'dailyLimitExceeded', '', '452 4.5.3'],
    [400, 'failedPrecondition', '', '550 5.1.1'],
    [403, 'domainPolicy', '', '550 5.1.1'],
    [400, '', 'Mail service not enabled', '550 5.1.1'],
    [404, 'notFound', '', '550 5.1.1'],
    [400, 'invalidArgument', 'Recipient address required', '554 5.1.3'],
    [403, 'insufficientPermissions', '', '550 5.7.1'],
    [400, 'invalidArgument', 'odd', '554 5.6.0'],
    [401, 'authError', '', 'unauthorized'],
    [429, '', '', 'later, 451 4.3.2, throttled'],
    [403, 'userRateLimitExceeded', '', 'later, 451 4.3.2, throttled'],
    [403, 'quotaExceeded', '', 'later, 451 4.3.2, throttled'],
    // behind the upload only Gmail knows what became of it
    [500, 'backendError', '', 'unknown'],
    [503, 'backendError', '', 'unknown'],
  ])('uploaded and answered by %i %s %s', async (status, reason, words, outcome) => {
    expect(inShort(await uploaded(failure(status, reason, words)))).toBe(outcome);
  });

  test('each way of being forbidden has its own way out', async () => {
    const texts = await Promise.all([
      refused(failure(403, 'accessNotConfigured')),
      refused(failure(403, 'forbidden')),
      refused(failure(403, 'insufficientPermissions')),
    ]);
    expect(texts[0]?.fix).toContain('Google Cloud console');
    expect(texts[2]?.fix).toContain('Sign the account in again');
    expect(new Set(texts.map(({ fix }) => fix)).size).toBe(3);
  });

  test('is refused in Gmail’s words: the first reason, else the status', async () => {
    const details = [{ reason: 'ODD_DETAIL' }];
    const error = { message: 'words', status: 'INVALID' };
    const detailed = await refused(Response.json({ error: { ...error, details } }, { status: 400 }));
    expect(detailed.why).toContain('HTTP 400 ODD_DETAIL words');
    const plain = await refused(Response.json({ error }, { status: 400 }));
    expect(plain.why).toContain('HTTP 400 INVALID words');
  });

  test('is put off where there was no place to upload to: nothing can have been sent', async () => {
    expect(await answered(broken('ECONNREFUSED'))).toBe('later, 451 4.4.1');
    expect(await answered(broken('ECONNRESET'))).toBe('later, 451 4.4.1');
    expect(await answered(failure(500, 'backendError'))).toBe('later, 451 4.3.2');
    expect(await answered(failure(503, 'backendError'))).toBe('later, 451 4.3.2, throttled');
  });

  test('on a connection that breaks while it is uploaded may have been sent', async () => {
    expect(inShort(await uploaded(broken('ECONNRESET')))).toBe('unknown');
    expect(inShort(await uploaded(broken('ECONNREFUSED')))).toBe('later, 451 4.4.1');
  });
});

describe('behind a lost answer the place of the upload is asked how much has arrived', () => {
  test.each<[string, Response | Error, Found]>([
    ['all of it', new Response('', { status: 200 }), 'sent'],
    ['all of it, in another word', new Response('', { status: 201 }), 'sent'],
    ['not all', new Response('', { status: 308 }), 'not-sent'],
    ['an error', new Response('', { status: 404 }), 'unknown'],
    ['nothing', broken('ECONNREFUSED'), 'unknown'],
  ])('and says %s', async (_what, answer, outcome) => {
    const { deps, asked } = answering(begun(), broken('ECONNRESET'), answer);
    const api = new GmailApi(deps);
    await post(api);
    expect(await api.lookUp(message, 'token')).toBe(outcome);
    expect(asked[2]).toMatchObject({ method: 'PUT', url: place });
    expect(asked[2]?.headers.get('content-range')).toBe(`bytes */${String(octets.length)}`);
    expect(asked[2]?.headers.get('authorization')).toBe('Bearer token');
  });

  test('of which there was none: nothing was sent, and nobody is asked', async () => {
    const { deps, asked } = answering(begun(), failure(400, ''), failure(503, ''));
    const api = new GmailApi(deps);
    await post(api);
    await post(api);
    expect(await api.lookUp(message, 'token')).toBe('not-sent');
    expect(asked).toHaveLength(3);
  });
});
