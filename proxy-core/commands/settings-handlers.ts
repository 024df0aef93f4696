import { type Message, msg } from '#messages/message.ts';
import { X509Certificate, randomUUID } from 'node:crypto';
import { listenersSchema, type Device, type Settings } from '#contract/settings.ts';
import { SettingsChangeError, findAccount } from '#core/accounts/settings-changes.ts';
import {
  parseNetworkProxy,
  proxyAddress,
  passwordInText,
  userOf,
  type KeptPassword,
} from '#core/network/network-proxy.ts';
import { readCertificate, readOwnCertificate } from '#core/relay/own-certificate.ts';
import { orKeepAgain } from './client-credential.ts';
import { type CommandDeps, type Handlers, accountOf, noteChange } from './deps.ts';
import { isWholeDomain, sameName } from '#contract/account.ts';
import type { CommandName } from '#contract/commands.ts';

export function settingsHandlers(deps: CommandDeps): Handlers<'settings-set' | 'local-authority'> {
  return {
    async 'settings-set'({ listeners, networkProxy, networkProxyPassword, ...plain }) {
      const { certificateFiles = [], extraCertificateAuthorities = [] } = plain;
      await deps.known();
      const proxy =
        networkProxy === undefined && networkProxyPassword === undefined
          ? undefined
          : await proxyChange(deps, networkProxy, networkProxyPassword);
      if (certificateFiles.length > 0) await readOwnCertificate(certificateFiles);
      const known = deps.settings().extraCertificateAuthorities;
      // before anything is kept: with a file that cannot be read no provider could be reached
      for (const file of extraCertificateAuthorities) {
        if (!known.includes(file)) await readCertificate(file);
      }
      const update = (): Promise<Settings> =>
        deps.update((settings) => ({
          ...settings,
          ...chosen(plain),
          ...(proxy === undefined ? {} : { networkProxy: proxy.text }),
          listeners: listenersSchema.parse({ ...settings.listeners, ...listeners }),
        }));
      if (proxy === undefined || proxy.before === proxy.after) await update();
      else await orKeepAgain(proxy.after, proxy.before, (kept) => deps.proxyPassword.keep(kept), update);
    },
    async 'local-authority'() {
      const pem = await deps.localTls.authority();
      const { subject, fingerprint256, validTo } = new X509Certificate(pem);
      return {
        pem,
        fileName: 'mailwicket-authority.crt',
        subject,
        fingerprint: fingerprint256,
        expires: new Date(validTo).toISOString(),
      };
    },
  };
}

interface ProxyChange {
  /** For the settings: without a password. */
  readonly text: string | undefined;
  /** What the vault holds, and what it is to hold: the same where nothing changes. */
  readonly before: KeptPassword | undefined;
  readonly after: KeptPassword | undefined;
}

/**
 * What becomes of the network proxy. A password that is not given stays, as long as its user does.
 * @param address - an empty text takes the proxy away; where left out, the present one stays
 * @param password - an empty text takes it away; it goes before one in the address
 * @throws NetworkProxyError, SettingsChangeError, VaultError
 */
async function proxyChange(
  deps: CommandDeps,
  address: string | undefined,
  password: string | undefined,
): Promise<ProxyChange> {
  const present = deps.settings().networkProxy;
  const text = address ?? present ?? '';
  if (text === '' && address === undefined)
    throw new SettingsChangeError(
      'not-found',
      msg('settings.noNetworkProxySet'),
      msg('settings.giveAddressPassword'),
    );
  const proxy = text === '' ? undefined : parseNetworkProxy(text, msg('settings.settings'));
  const before = await deps.proxyPassword.read();
  if (proxy === undefined) return { text: undefined, before, after: undefined };
  const user = userOf(proxy);
  const given = password ?? passwordInText(text)?.kept.password;
  // one that could not be moved to the vault yet stands in the settings
  const kept = passwordInText(present)?.kept ?? before;
  const stays = kept?.user === user ? kept : undefined;
  const after = given === undefined ? stays : given === '' ? undefined : { user, password: given };
  return { text: proxyAddress(proxy), before, after };
}

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
          ...chosen(fields),
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
  const device = devices.find(({ id, name }) => id === reference || sameName(name, reference));
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
  if (others.some((other) => sameName(other.name, name)))
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

/** Without what was left out: it would take the place of what is there. */
function chosen<Fields extends object>(fields: Fields): { [name: string]: Required<Fields>[keyof Fields] } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function invalid(text: Message, fix: Message): SettingsChangeError {
  return new SettingsChangeError('invalid', text, fix);
}
