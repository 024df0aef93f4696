import type { Message } from '#messages/message.ts';
import type { ReactNode } from 'react';
import { useFormat } from '../i18n.ts';

/** What the core says, in the language of the page. */
export function MessageText(props: { readonly message: Message }): ReactNode {
  return useFormat()(props.message);
}
