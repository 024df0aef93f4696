/** Who logs in, and with which token. */
export interface BearerLogin {
  readonly username: string;
  readonly token: string;
}

export type BearerMechanism = 'XOAUTH2' | 'OAUTHBEARER';

/** Reads the response of a bearer mechanism (base64), or nothing when it is malformed. */
export function parseBearer(mechanism: BearerMechanism, encoded: string): BearerLogin | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded) || encoded.length % 4 !== 0) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  return mechanism === 'XOAUTH2' ? parseXoauth2(text) : parseOauthbearer(text);
}

/** user=… ^A auth=Bearer … ^A ^A */
function parseXoauth2(text: string): BearerLogin | undefined {
  const [user, auth, ...end] = text.split('\x01');
  const username = /^user=(.+)$/s.exec(user ?? '')?.[1];
  const token = /^auth=Bearer (\S+)$/i.exec(auth ?? '')?.[1];
  if (username === undefined || token === undefined || end.join('|') !== '|') return undefined;
  return { username, token };
}

/** RFC 7628 section 3.1: a GS2 header with the authorization identity, then key-value pairs. */
function parseOauthbearer(text: string): BearerLogin | undefined {
  const [header, ...pairs] = text.split('\x01');
  const identity = /^[ny],a=([^,]+),$/.exec(header ?? '')?.[1];
  const token = /^auth=Bearer (\S+)$/i.exec(pairs.find((pair) => pair.startsWith('auth=')) ?? '')?.[1];
  if (identity === undefined || token === undefined || pairs.slice(-2).join('|') !== '|') return undefined;
  return { username: identity.replaceAll(/=2c/gi, ',').replaceAll(/=3d/gi, '='), token };
}

/** The error challenge of a refusal, before base64. */
export function bearerError(mechanism: BearerMechanism): object {
  return mechanism === 'XOAUTH2'
    ? { status: '400', schemes: 'Bearer', scope: 'https://mail.google.com/' }
    : { status: 'invalid_token', scope: 'mail' };
}
