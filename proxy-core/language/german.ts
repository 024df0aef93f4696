import type { CoreCatalogue } from './core-texts.ts';
import { accounts } from './german/accounts.ts';
import { activity } from './german/activity.ts';
import { check } from './german/check.ts';
import { mail } from './german/mail.ts';
import { microsoft } from './german/microsoft.ts';
import { providers } from './german/providers.ts';
import { settings } from './german/settings.ts';
import { setup } from './german/setup.ts';
import { signIn } from './german/sign-in.ts';
import { storage } from './german/storage.ts';
import { tokens } from './german/tokens.ts';

/** What the core says, in German: each sentence by itself, under its own English. */
export const german: CoreCatalogue = {
  ...accounts,
  ...activity,
  ...check,
  ...mail,
  ...microsoft,
  ...providers,
  ...settings,
  ...setup,
  ...signIn,
  ...storage,
  ...tokens,
};
