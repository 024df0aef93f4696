import { basename, dirname } from 'node:path';
import ElectronStore from 'electron-store';
import { SettingsFile, settingsText, type SettingsFileOptions } from '#core/storage/settings-file.ts';

/**
 * Settings in electron-store. It is the one to write; all else is the core's settings file: reading, as electron-store
 * would do so without waiting for the disk and would not tell a damaged file from an empty one in words for people,
 * and the lock, the watch and the telling of our own changes from those of the command.
 *
 * electron-store writes synchronously. That is some kilobytes, and only when a person changes something.
 */
export function electronSettings<T extends Record<string, unknown>>(
  options: SettingsFileOptions<T>,
): SettingsFile<T> {
  const { path } = options;
  // made at the first change, as electron-store reads and checks its file when it is made
  let store: ElectronStore<T> | undefined;
  return new SettingsFile({
    ...options,
    replace: (value) => {
      store ??= new ElectronStore<T>({
        cwd: dirname(path),
        name: basename(path, '.json'),
        configFileMode: 0o600,
        // a file that cannot be read is the person's to mend
        clearInvalidConfig: false,
        accessPropertiesByDotNotation: false,
        serialize: settingsText,
      });
      store.store = value;
    },
  });
}
