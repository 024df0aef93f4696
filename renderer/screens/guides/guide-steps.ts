import type { ClientView } from '#contract/views.ts';
import type { en } from '#messages/en.ts';

type Provider = ClientView['provider'];
type Grant = ClientView['grant'];

/** The fields of the form that a step can tell about. */
export type GuideField =
  | 'tenant'
  | 'clientId'
  | 'secret'
  | 'secretExpires'
  | 'certificate'
  | 'serviceAccountKey'
  | 'redirectUri'
  | 'urls';

type Paths<Tree, Prefix extends string> = Tree extends string
  ? Prefix
  : { [Key in keyof Tree & string]: Paths<Tree[Key], `${Prefix}.${Key}`> }[keyof Tree & string];
/** The key of a string of the guides. */
export type GuideText = Paths<Omit<(typeof en.screens)['guide'], 'portal' | 'back'>, 'guide'>;

export interface GuideStep {
  readonly text: GuideText;
  readonly field?: GuideField;
}

export interface GuidePart {
  readonly title: GuideText;
  readonly steps: readonly GuideStep[];
}

const microsoftRegister: GuidePart = {
  title: 'guide.microsoft.register.title',
  steps: [
    { text: 'guide.microsoft.register.open' },
    { text: 'guide.microsoft.register.name' },
    { text: 'guide.microsoft.register.clientId', field: 'clientId' },
    { text: 'guide.microsoft.register.tenant', field: 'tenant' },
  ],
};
const microsoftRedirect: GuidePart = {
  title: 'guide.microsoft.register.title',
  steps: [
    { text: 'guide.microsoft.register.open' },
    { text: 'guide.microsoft.register.name' },
    { text: 'guide.microsoft.register.redirectPublic', field: 'redirectUri' },
    { text: 'guide.microsoft.register.redirectWeb' },
    { text: 'guide.microsoft.register.clientId', field: 'clientId' },
    { text: 'guide.microsoft.register.tenant', field: 'tenant' },
  ],
};
const microsoftDelegated: GuidePart = {
  title: 'guide.microsoft.delegated.title',
  steps: [
    { text: 'guide.microsoft.delegated.permissions' },
    { text: 'guide.microsoft.delegated.consent' },
    { text: 'guide.microsoft.delegated.publicFlows' },
  ],
};
const microsoftSecret: GuidePart = {
  title: 'guide.microsoft.secret.title',
  steps: [
    { text: 'guide.microsoft.secret.make' },
    { text: 'guide.microsoft.secret.value', field: 'secret' },
    { text: 'guide.microsoft.secret.expires', field: 'secretExpires' },
  ],
};
const microsoftCertificate: GuidePart = {
  title: 'guide.microsoft.certificate.title',
  steps: [
    { text: 'guide.microsoft.certificate.make', field: 'certificate' },
    { text: 'guide.microsoft.certificate.upload' },
  ],
};
const microsoftApplication: GuidePart = {
  title: 'guide.microsoft.application.title',
  steps: [
    { text: 'guide.microsoft.application.permissions' },
    { text: 'guide.microsoft.application.consent' },
    { text: 'guide.microsoft.application.mailboxes' },
  ],
};
const microsoftPassword: GuidePart = {
  title: 'guide.microsoft.password.title',
  steps: [{ text: 'guide.microsoft.password.limits' }, { text: 'guide.microsoft.password.interactive' }],
};
const googleRegister: GuidePart = {
  title: 'guide.google.register.title',
  steps: [
    { text: 'guide.google.register.project' },
    { text: 'guide.google.register.audience' },
    { text: 'guide.google.register.scope' },
    { text: 'guide.google.register.create' },
    { text: 'guide.google.register.clientId', field: 'clientId' },
    { text: 'guide.google.register.secret', field: 'secret' },
    { text: 'guide.google.register.secretExpires', field: 'secretExpires' },
    { text: 'guide.google.register.redirectUri', field: 'redirectUri' },
  ],
};
const googleService: GuidePart = {
  title: 'guide.google.service.title',
  steps: [
    { text: 'guide.google.service.create' },
    { text: 'guide.google.service.key', field: 'serviceAccountKey' },
    { text: 'guide.google.service.delegation', field: 'clientId' },
  ],
};
const otherRegister: GuidePart = {
  title: 'guide.other.register.title',
  steps: [
    { text: 'guide.other.register.open' },
    { text: 'guide.other.register.redirectUri', field: 'redirectUri' },
    { text: 'guide.other.register.clientId', field: 'clientId' },
    { text: 'guide.other.register.secret', field: 'secret' },
    { text: 'guide.other.register.secretExpires', field: 'secretExpires' },
    { text: 'guide.other.register.urls', field: 'urls' },
  ],
};

const closed: GuidePart = {
  title: 'guide.closed.title',
  steps: [{ text: 'guide.closed.appPassword' }, { text: 'guide.closed.existing' }],
};
const outlookRegister: GuidePart = {
  title: 'guide.outlook.register.title',
  steps: [
    { text: 'guide.outlook.register.directory' },
    { text: 'guide.outlook.register.open' },
    { text: 'guide.outlook.register.accounts' },
    { text: 'guide.outlook.register.redirect', field: 'redirectUri' },
    { text: 'guide.outlook.register.clientId', field: 'clientId' },
    { text: 'guide.outlook.register.tenant', field: 'tenant' },
  ],
};
const outlookMail: GuidePart = {
  title: 'guide.outlook.mail.title',
  steps: [
    { text: 'guide.outlook.mail.permissions' },
    { text: 'guide.outlook.mail.pop' },
    { text: 'guide.outlook.mail.passwords' },
  ],
};
const outlookPublicFlows: GuidePart = {
  title: outlookMail.title,
  steps: [...outlookMail.steps, { text: 'guide.microsoft.delegated.publicFlows' }],
};
const outlookSecret: GuidePart = { title: 'guide.outlook.secret.title', steps: microsoftSecret.steps };

const microsoft: Record<Grant, readonly GuidePart[]> = {
  'authorization-code': [microsoftRedirect, microsoftDelegated, microsoftSecret, microsoftCertificate],
  'device-code': [microsoftRegister, microsoftDelegated, microsoftSecret, microsoftCertificate],
  password: [microsoftRegister, microsoftDelegated, microsoftSecret, microsoftCertificate, microsoftPassword],
  'client-credentials': [microsoftRegister, microsoftApplication, microsoftSecret, microsoftCertificate],
  'service-account': [],
};

/** The guide for a provider and a grant, in the order in which the portal shows the values. */
export function guideFor(provider: Provider, grant: Grant): readonly GuidePart[] {
  switch (provider) {
    case 'microsoft365':
      return microsoft[grant];
    case 'outlook':
      return grant === 'device-code'
        ? [outlookRegister, outlookPublicFlows, outlookSecret]
        : [outlookRegister, outlookMail, outlookSecret];
    case 'google':
      return grant === 'service-account' ? [googleService] : [googleRegister];
    case 'yahoo':
    case 'aol':
      return [closed, otherRegister];
    case 'fastmail':
    case 'xfinity':
    case 'yandex':
    case 'mailru':
    case 'custom':
      return [otherRegister];
    default:
      return provider satisfies never;
  }
}
