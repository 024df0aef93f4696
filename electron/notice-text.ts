import type { Notice } from './notifications.ts';
import type { Texts } from './strings/texts.ts';

/** A notice as it is shown. */
export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

/** What a notice says. */
export function noticeText(notice: Notice, texts: Texts): NoticeText {
  const of = (values: Readonly<Record<string, string>>): NoticeText => ({
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
