import type { Message } from '#messages/message.ts';
import type { Notice } from './notifications.ts';
import type { Texts } from '../localizer.ts';

/** A notice as it is shown. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** macOS cuts a notice off behind so many octets, wherever that is. */
const mostOctets = 256;

/** A notice that fits on this system: what is too long ends after a whole word. */
export function fitted({ title, body }: NotificationText, platform: NodeJS.Platform): NotificationText {
  if (platform !== 'darwin') return { title, body };
  const shortTitle = within(title, mostOctets - 1);
  return { title: shortTitle, body: within(body, mostOctets - 1 - Buffer.byteLength(shortTitle)) };
}

function within(text: string, octets: number): string {
  if (Buffer.byteLength(text) <= octets) return text;
  const room = octets - Buffer.byteLength('…');
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > room) break;
    kept += character;
  }
  return `${kept.replace(/\s+\S*$/u, '')}…`;
}

/** What a notice says. */
export function noticeText(notice: Notice, texts: Texts): NotificationText {
  const of = (values: Readonly<Record<string, string | Message>>): NotificationText => ({
    title: texts(`notice.${notice.kind}.title`, values),
    body: texts(`notice.${notice.kind}.body`, values).trim(),
  });
  switch (notice.kind) {
    case 'needs-sign-in':
    case 'first-success':
      return of({ address: notice.address });
    case 'refused':
      return of({ address: notice.address, message: notice.message, fix: notice.fix });
    case 'credential-expiring':
    case 'credential-expired':
      return of({ client: notice.client, date: notice.date });
    default:
      return notice satisfies never;
  }
}
