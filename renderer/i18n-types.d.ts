import 'i18next';
import type { en } from '#messages/en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly defaultNS: 'screens';
    readonly resources: { readonly screens: typeof en.screens };
    readonly returnNull: false;
  }
}
