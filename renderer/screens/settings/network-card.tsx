import { Fragment, type ReactNode, useState } from 'react';
import { authorityTrouble } from '#contract/status.ts';
import { problemText } from '#messages/message.ts';
import { CodeField, Form, TextField } from '../../components/field.tsx';
import { HeldNote, SettingsCard, type SettingsView, useHeld, useSettings } from './settings-card.tsx';
import { useCommand } from '../../backend/backend-context.tsx';
import { Mark } from '../../components/icon.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { format, t } from '../../i18n.ts';

/** How providers and mail servers are reached, and which certificates are trusted on the way. */
export function NetworkCards(): ReactNode {
  const { networkProxy, extraCertificateAuthorities } = useSettings();
  return (
    <>
      {/* another proxy, whoever set it, is a form of its own */}
      <NetworkProxy key={addressOf(networkProxy)} proxy={networkProxy} />
      <Authorities files={extraCertificateAuthorities} />
    </>
  );
}

function NetworkProxy({ proxy }: { readonly proxy: SettingsView['networkProxy'] }): ReactNode {
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
          <Button busy={command.busy} onClick={() => void command.run({ networkProxy: '' })}>
            {t('settings.network.proxyRemove')}
          </Button>
        )
      }
    >
      <Form onSubmit={() => (changed && address.trim() !== '' ? use() : undefined)}>
        <CodeField
          label={t('settings.network.proxy')}
          help={t('settings.network.proxyHelp')}
          problem={command.problem && format(problemText(command.problem))}
          inputMode="url"
          value={address}
          disabled={held}
          onValue={setAddress}
        />
        <TextField
          label={t('account.connect.password')}
          help={t(
            proxy?.hasPassword === true
              ? 'settings.network.proxyPasswordKept'
              : 'settings.network.proxyPasswordHelp',
          )}
          type="password"
          autoComplete="off"
          value={password}
          disabled={held && proxy?.user === undefined}
          onValue={setPassword}
        />
        <div className="row">
          <Button look="main" type="submit" disabled={!changed || address.trim() === ''} busy={command.busy}>
            {t('settings.network.proxySave')}
          </Button>
        </div>
      </Form>
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
  const command = useCommand('settings-set');
  const [path, setPath] = useState('');
  const held = useHeld('extraCertificateAuthorities');
  const { missingAuthorities } = useSettings();
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
        <Fragment key={file}>
          <div className="row row-apart no-wrap">
            <code translate="no">{file}</code>
            <IconButton
              icon="trash"
              disabled={held}
              label={t('settings.network.authorityRemove', { file })}
              onClick={() => void set(files.filter((one) => one !== file))}
            />
          </div>
          {missingAuthorities.includes(file) ? (
            <div role="status">
              <Mark tone="bad" icon="triangle">
                {format(authorityTrouble(file))}
              </Mark>
            </div>
          ) : null}
        </Fragment>
      ))}
      <Form className="row field-and-button" onSubmit={() => (path.trim() !== '' ? add() : undefined)}>
        <CodeField
          label={t('settings.network.authorityPath')}
          help=""
          problem={command.problem && format(problemText(command.problem))}
          value={path}
          disabled={held}
          onValue={setPath}
        />
        <Button type="submit" disabled={path.trim() === ''} busy={command.busy}>
          {t('settings.network.authorityAdd')}
        </Button>
      </Form>
    </SettingsCard>
  );
}
