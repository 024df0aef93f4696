import { randomUUID } from 'node:crypto';
import { isWholeDomain, sameAddress } from '#contract/account.ts';
import type { CommandName } from '#contract/commands.ts';
import type { Device, Settings } from '#contract/settings.ts';
import { findAccount, SettingsChangeError } from '#core/accounts/settings-changes.ts';
import { msg, type Message } from '#messages/message.ts';
import { accountOf, noteChange, type CommandDeps, type Handlers } from './deps.ts';

type DeviceCommand = Extract<CommandName, `device-${string}`>;

export function deviceHandlers(deps: CommandDeps): Handlers<DeviceCommand> {
  const deviceOf = async (reference: string): Promise<Device> => {
    await deps.ready();
    return findDevice(deps.settings(), reference);
  };
  const note = ({ accountId }: Device, text: Message): void => noteChange(deps, text, accountId);
  const pause = async (reference: string, paused: boolean): Promise<void> => {
    const device = await deviceOf(reference);
    await deps.update((settings) => replace(settings, { ...findDevice(settings, device.id), paused }));
    note(device, msg(paused ? 'devices.paused' : 'devices.resumed', { name: device.name }));
  };
  return {
    async 'device-add'({ account, ...fields }) {
      const { id: accountId } = await accountOf(deps, account);
      const device: Device = { ...fields, id: randomUUID(), accountId, paused: false };
      await deps.update((settings) => {
        refuseUnfit(settings, device);
        return { ...settings, devices: [...settings.devices, device] };
      });
      note(device, msg('devices.added', { name: device.name }));
      return { id: device.id };
    },
    async 'device-update'({ device: reference, account, sender, ...fields }) {
      const { id } = await deviceOf(reference);
      await deps.update((settings) => {
        const present = findDevice(settings, id);
        const changed = {
          ...present,
          ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
          accountId: account === undefined ? present.accountId : findAccount(settings, account).id,
          sender: sender === undefined ? present.sender : sender === '' ? undefined : sender,
        };
        refuseUnfit(settings, changed);
        return replace(settings, changed);
      });
      const device = findDevice(deps.settings(), id);
      note(device, msg('devices.changed', { name: device.name }));
    },
    async 'device-remove'({ device: reference }) {
      const device = await deviceOf(reference);
      await deps.update((settings) => ({
        ...settings,
        devices: settings.devices.filter(({ id }) => id !== device.id),
      }));
      note(device, msg('devices.removed', { name: device.name }));
    },
    'device-pause': ({ device }) => pause(device, true),
    'device-resume': ({ device }) => pause(device, false),
  };
}

/** The device of this id or name. @throws SettingsChangeError - not-found */
function findDevice({ devices }: Settings, reference: string): Device {
  const device = devices.find(({ id, name }) => id === reference || sameAddress(name, reference));
  if (device !== undefined) return device;
  const known = devices.map(({ name }) => name).join(', ');
  throw new SettingsChangeError(
    'not-found',
    msg('devices.noSuch', { name: reference }),
    known === '' ? msg('command.addOneFirst') : msg('devices.thereAre', { known }),
  );
}

function replace(settings: Settings, device: Device): Settings {
  return { ...settings, devices: settings.devices.map((one) => (one.id === device.id ? device : one)) };
}

/** @throws SettingsChangeError - exists, invalid */
function refuseUnfit(settings: Settings, device: Device): void {
  const { name, id, sender } = device;
  const others = settings.devices.filter((other) => other.id !== id);
  if (others.some((other) => sameAddress(other.name, name)))
    throw new SettingsChangeError(
      'exists',
      msg('devices.already', { name }),
      msg('accounts.chooseAnotherName'),
    );
  const { address, passwordMode } = findAccount(settings, device.accountId);
  if (passwordMode === 'pass-on')
    throw invalid(msg('devices.needsPassword', { address }), msg('devices.chooseAnotherAccount'));
  const domain = address.slice(1).toLowerCase();
  if (!isWholeDomain(address) || sender?.toLowerCase().endsWith(domain) === true) return;
  const example = address.replace('*', 'scanner');
  throw invalid(msg('devices.whichMailbox', { address }), msg('devices.nameSender', { address: example }));
}

function invalid(text: Message, fix: Message): SettingsChangeError {
  return new SettingsChangeError('invalid', text, fix);
}
