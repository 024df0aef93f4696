import type { ReactNode } from 'react';
import { useCoreText } from '../strings/use-core-text.ts';

/** What the core says, in the language of the page. */
export function CoreText(props: { readonly text: string }): ReactNode {
  return useCoreText()(props.text);
}
