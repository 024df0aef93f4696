import type { Size } from '../screens.ts';
import { accountJourney } from './account-journey.ts';
import { activityJourney } from './activity-journey.ts';
import { firstAccountJourney } from './first-account-journey.ts';
import { administratorJourney } from './administrator-journey.ts';
import { clientJourney } from './client-journey.ts';
import type { Desk } from './desk.ts';
import { grantsJourney } from './grants-journey.ts';
import { importJourney } from './import-journey.ts';
import { settingsJourney } from './settings-journey.ts';

/** Every whole way through the screens, the same over both transports. */
export const journeys: readonly {
  readonly title: string;
  readonly go: (desk: Desk) => Promise<void>;
  /** The OAuth client comes with the build; there is none in the settings. */
  readonly builtIn?: boolean;
}[] = [
  {
    title: 'the first account is connected with 4 clicks and 1 field, by mouse',
    go: firstAccountJourney.byMouse,
    builtIn: true,
  },
  {
    title: 'the first account is connected with 4 presses and 1 field, by keyboard',
    go: firstAccountJourney.byKeyboard,
    builtIn: true,
  },
  {
    title: 'five accounts of an organization work after 6 clicks and 4 fields, by mouse',
    go: administratorJourney.byMouse,
    builtIn: true,
  },
  {
    title: 'five accounts of an organization work after 6 presses and 4 fields, by keyboard',
    go: administratorJourney.byKeyboard,
    builtIn: true,
  },
  {
    title: 'an account is added, checked, given passwords, reset, switched, removed and taken back',
    go: accountJourney,
  },
  {
    title:
      'an OAuth client is added, mended, tested, duplicated, guarded while in use, consented to, removed',
    go: clientJourney,
  },
  {
    title: 'accounts are signed in by device code, own password, app alone and service account',
    go: grantsJourney,
  },
  { title: 'activity is live, narrowed down, opened and exported', go: activityJourney },
  {
    title: 'ports, TLS, other devices, proxy, looks and language are set; a report is made',
    go: settingsJourney,
  },
  { title: 'a table and two other proxies’ configurations are imported', go: importJourney },
];

const colorSchemes = ['light', 'dark'] as const;

/** How the screens may look in a size: each journey is gone in each. */
export function looksIn(
  size: Size,
): readonly { readonly size: Size; readonly colorScheme: 'light' | 'dark' }[] {
  return colorSchemes.map((colorScheme) => ({ size, colorScheme }));
}
