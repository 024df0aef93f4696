import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import type { ClientDraft } from './client-draft.ts';

/**
 * What was typed and not saved yet, by the form that it stands in: a notification, or the state at the foot of the
 * list, leads elsewhere, and one comes back. In memory only, as secrets are among it: gone when the page is.
 */
const drafts = new Map<string, ClientDraft>();

/** A form's draft, which is there again when the form is come back to. */
export function useKeptDraft(
  form: string,
  initial: ClientDraft,
): [ClientDraft, Dispatch<SetStateAction<ClientDraft>>] {
  const [first] = useState(() => drafts.get(form) ?? initial);
  const [draft, setDraft] = useState(first);
  useEffect(() => {
    if (draft !== first) drafts.set(form, draft);
  }, [form, draft, first]);
  return [draft, setDraft];
}

export function isDraftKept(form: string): boolean {
  return drafts.has(form);
}

/** It is saved, or not wanted any more. */
export function forgetDraft(form: string): void {
  drafts.delete(form);
}
