import type { ReactNode } from 'react';
import type { PastedField } from '#contract/pasted-value.ts';
import type { GuideField } from '#contract/providers/preset.ts';
import type { ClientDefaults, ClientDraft } from './client-draft.ts';
import type { RequiredField } from './missing-fields.ts';

/** What every part of the client's form works with. */
export interface FormPart {
  readonly draft: ClientDraft;
  readonly defaults: ClientDefaults | undefined;
  readonly change: (part: Partial<ClientDraft>) => void;
  /** What is wrong with a field, once somebody has tried to save. */
  readonly problemOf: (field: RequiredField) => string | undefined;
  /** What is noticed of a value that was pasted. */
  readonly hintOf: (
    field: PastedField,
  ) => { readonly tone: 'good' | 'care'; readonly text: string } | undefined;
  /** 'Where do I find this?': opens the guide at the line about a field. */
  readonly where: (field: GuideField, label: string) => ReactNode;
}
