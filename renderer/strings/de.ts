import { account } from './de/account.ts';
import { accounts } from './de/accounts.ts';
import { activity } from './de/activity.ts';
import { addAccount } from './de/add-account.ts';
import { clients } from './de/clients.ts';
import { guides } from './de/guides.ts';
import { importing } from './de/importing.ts';
import { settings } from './de/settings.ts';
import { shell } from './de/shell.ts';
import type { en } from './en.ts';
import type { Strings } from './shape.ts';

/** Every string of the screens, in German. */
export const de: Strings<typeof en> = {
  ...shell,
  ...accounts,
  ...account,
  ...addAccount,
  ...clients,
  ...guides,
  ...activity,
  ...importing,
  ...settings,
};
