import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Snapshot } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { HeldNote, useHeld } from '../../components/held.tsx';
import { Field } from '../../components/field.tsx';
import { useFormat } from '../../i18n.ts';
import { problemText } from '#messages/message.ts';
import { SettingsCard } from './settings-card.tsx';

type SettingsView = NonNullable<Snapshot['settings']>;

/** How providers and mail servers are reached, and which certificates are trusted on the way. */
export function NetworkCards(props: { readonly settings: SettingsView }): ReactNode {
  return (
    <>
      {/* another proxy, whoever set it, is a form of its own */}
      <NetworkProxy key={addressOf(props.settings.networkProxy)} proxy={props.settings.networkProxy} />
      <Authorities files={props.settings.extraCertificateAuthorities} />
    </>
  );
}

function NetworkProxy({ proxy }: { readonly proxy: SettingsView['networkProxy'] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const command = useCommand('settings-set');
  const held = useHeld('networkProxy');
  const present = addressOf(proxy);
  const [address, setAddress] = useState(present);
  const [password, setPassword] = useState('');
  const changed = address.trim() !== present || password !== '';
  const use = async (): Promise<void> => {
    const result = await command.run({
      networkProxy: address.trim(),
      ...(password === '' ? {} : { networkProxyPassword: password }),
    });
    if (!result.ok) return;
    setPassword('');
  };
  return (
    <SettingsCard
      title={t('settings.network.proxyTitle')}
      text={
        proxy === undefined
          ? t('settings.network.proxyNone')
          : t(nowInUse(proxy), { url: proxy.url, user: proxy.user ?? '' })
      }
      aside={
        held ? (
          <HeldNote />
        ) : proxy === undefined ? null : (
          <Button disabled={command.busy} onClick={() => void command.run({ networkProxy: '' })}>
            {t('settings.network.proxyRemove')}
          </Button>
        )
      }
    >
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (changed && address.trim() !== '') void use();
        }}
      >
        <Field
          label={t('settings.network.proxy')}
          help={t('settings.network.proxyHelp')}
          problem={command.problem && format(problemText(command.problem))}
        >
          {(control) => (
            <input
              {...control}
              inputMode="url"
              spellCheck={false}
              autoComplete="off"
              value={address}
              disabled={held}
              onChange={(event) => setAddress(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t('settings.network.proxyPassword')}
          help={t(
            proxy?.hasPassword === true
              ? 'settings.network.proxyPasswordKept'
              : 'settings.network.proxyPasswordHelp',
          )}
        >
          {(control) => (
            <input
              {...control}
              type="password"
              autoComplete="off"
              value={password}
              disabled={held && proxy?.user === undefined}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <div className="row">
          <Button look="main" type="submit" disabled={!changed || address.trim() === ''} busy={command.busy}>
            {t('settings.network.proxySave')}
          </Button>
        </div>
      </form>
    </SettingsCard>
  );
}

type Proxy = NonNullable<SettingsView['networkProxy']>;

/** As a person writes it: with the user, without the password. */
function addressOf(proxy: SettingsView['networkProxy']): string {
  if (proxy?.user === undefined) return proxy?.url ?? '';
  const user = encodeURIComponent(proxy.user);
  return proxy.url.replace('://', () => `://${user}@`);
}

function nowInUse(
  proxy: Proxy,
): 'settings.network.proxyNow' | 'settings.network.proxyNowUser' | 'settings.network.proxyNowLogin' {
  if (proxy.user === undefined) return 'settings.network.proxyNow';
  return proxy.hasPassword ? 'settings.network.proxyNowLogin' : 'settings.network.proxyNowUser';
}

function Authorities({ files }: { readonly files: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const command = useCommand('settings-set');
  const [path, setPath] = useState('');
  const held = useHeld('extraCertificateAuthorities');
  const set = async (extraCertificateAuthorities: string[]): Promise<boolean> =>
    (await command.run({ extraCertificateAuthorities })).ok;
  const add = async (): Promise<void> => {
    if (await set([...files.filter((file) => file !== path.trim()), path.trim()])) setPath('');
  };
  return (
    <SettingsCard
      title={t('settings.network.authorities')}
      text={t('settings.network.authoritiesText')}
      aside={held ? <HeldNote /> : null}
    >
      {files.map((file) => (
        <div key={file} className="row row-apart no-wrap">
          <code translate="no">{file}</code>
          <IconButton
            icon="trash"
            disabled={held}
            label={t('settings.network.authorityRemove', { file })}
            onClick={() => void set(files.filter((one) => one !== file))}
          />
        </div>
      ))}
      <form
        className="row field-and-button"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (path.trim() !== '') void add();
        }}
      >
        <Field
          label={t('settings.network.authorityPath')}
          problem={command.problem && format(problemText(command.problem))}
        >
          {(control) => (
            <input
              {...control}
              spellCheck={false}
              autoComplete="off"
              value={path}
              disabled={held}
              onChange={(event) => setPath(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={path.trim() === ''} busy={command.busy}>
          {t('settings.network.authorityAdd')}
        </Button>
      </form>
    </SettingsCard>
  );
}
