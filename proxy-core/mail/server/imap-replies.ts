import { refusalText, type Accepted, type Refusal, type RefusalKind } from '../dialogue.ts';
import { asciiReplyText, utf8ReplyText } from '../reply-text.ts';

/** Response codes of RFC 5530 section 3, so that a client knows whether to ask for the password again. */
const REFUSAL_CODES: Record<RefusalKind, string> = {
  'wrong-password': 'AUTHENTICATIONFAILED',
  temporary: 'UNAVAILABLE',
  'needs-sign-in': 'UNAVAILABLE',
  refused: 'AUTHORIZATIONFAILED',
  busy: 'LIMIT',
};

/** Response lines as octets, each with its CRLF. */
export function wire(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'utf8');
}

/**
 * The lines that refuse a login; where a person must sign in an ALERT goes first, which clients have to show.
 * @param alerted - this connection has had that ALERT: a program that tries again is not to show it again
 */
export function refusalLines(tag: string, refusal: Refusal, alerted: boolean): string[] {
  const needsSignIn = refusal.kind === 'needs-sign-in';
  const whole = onWire(refusalText(refusal));
  const why = needsSignIn ? onWire(refusal.text) : whole;
  const answer = `${tag} NO [${REFUSAL_CODES[refusal.kind]}] ${why}`;
  return needsSignIn && !alerted ? [`* OK [ALERT] ${whole}`, answer] : [answer];
}

function onWire(text: string): string {
  return asciiReplyText(text, 'The login is refused.');
}

/** The bytes that accept a login: the upstream's untagged lines, and the tagged OK with its capabilities. */
export function acceptance(tag: string, accepted: Accepted): Buffer {
  // A bracket would end the response code early, a line end the whole response.
  const list = accepted.capabilities?.replaceAll(/[^\x21-\x5c\x5e-\x7e]+/g, ' ').trim();
  const code = list === undefined || list === '' ? '' : `[CAPABILITY ${list}] `;
  // these are the server's words: they stay as they are
  const reply = wire(`${tag} OK ${code}${utf8ReplyText(accepted.text) || 'Logged in.'}`);
  return accepted.untagged === undefined ? reply : Buffer.concat([accepted.untagged, reply]);
}
