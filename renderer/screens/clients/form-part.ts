import type { ReactNode } from 'react';
import type { Protocol } from '#contract/endpoints.ts';
import type { PastedField } from '#contract/oauth-client.ts';
import type { GuideField } from '#contract/providers/preset.ts';
import {
  asksTenant,
  type ClientDefaults,
  type ClientDraft,
  shownCredential,
  shownField,
} from './client-draft.ts';

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

export type RequiredField =
  | 'name'
  | 'clientId'
  | 'tenant'
  | 'secret'
  | 'certificate'
  | 'privateKey'
  | 'pfx'
  | 'serviceAccountKey'
  | 'authorizationUrl'
  | 'tokenUrl'
  | 'deviceUrl'
  | Protocol;

/** The fields that must be filled in before the client can be saved, and are not. */
export function missingFields(
  draft: ClientDraft,
  defaults: ClientDefaults | undefined,
  keepsCredential: boolean,
): ReadonlySet<RequiredField> {
  const missing = new Set<RequiredField>();
  const need = (field: RequiredField, text: string): void => {
    if (text.trim() === '') missing.add(field);
  };
  if (draft.name !== undefined) need('name', draft.name);
  need('clientId', draft.clientId);
  if (asksTenant(defaults) && defaults?.tenantNeeded === true) need('tenant', draft.tenant);
  needUrls(draft, defaults, need);
  needCredential(draft, defaults, keepsCredential, need);
  return missing;
}

function needUrls(
  draft: ClientDraft,
  defaults: ClientDefaults | undefined,
  need: (field: RequiredField, text: string) => void,
): void {
  need('tokenUrl', shownField(draft, 'tokenUrl', defaults));
  if (draft.grant === 'authorization-code')
    need('authorizationUrl', shownField(draft, 'authorizationUrl', defaults));
  if (draft.grant === 'device-code') need('deviceUrl', shownField(draft, 'deviceUrl', defaults));
}

function needCredential(
  draft: ClientDraft,
  defaults: ClientDefaults | undefined,
  keeps: boolean,
  need: (field: RequiredField, text: string) => void,
): void {
  const credential = shownCredential(draft, defaults);
  switch (credential) {
    case 'none':
      return;
    case 'secret':
      if (!keeps) need('secret', draft.secret);
      return;
    case 'service-account-key':
      if (!keeps) need('serviceAccountKey', draft.serviceAccountKey);
      return;
    case 'certificate':
      if (draft.certificateSource === 'file') need('pfx', draft.pfx);
      if (draft.certificateSource === 'pem') {
        need('certificate', draft.certificate);
        need('privateKey', draft.privateKey);
      }
      return;
    default:
      credential satisfies never;
  }
}
