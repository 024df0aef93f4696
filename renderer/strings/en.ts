import { account } from './en/account.ts';
import { accounts } from './en/accounts.ts';
import { activity } from './en/activity.ts';
import { addAccount } from './en/add-account.ts';
import { clients } from './en/clients.ts';
import { guides } from './en/guides.ts';
import { importing } from './en/importing.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';

/** Every string of the screens, in English: the language that the others are measured by. */
export const en = {
  ...shell,
  ...accounts,
  ...account,
  ...addAccount,
  ...clients,
  ...guides,
  ...activity,
  ...importing,
  ...settings,
} as const;
