import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Snapshot } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';

type SettingsView = NonNullable<Snapshot['settings']>;

/** How providers and mail servers are reached, and which certificates are trusted on the way. */
export function NetworkCard(props: { readonly settings: SettingsView }): ReactNode {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.network.title')}>
      {/* another proxy, whoever set it, is a form of its own */}
      <NetworkProxy key={addressOf(props.settings.networkProxy)} proxy={props.settings.networkProxy} />
      <Authorities files={props.settings.extraCertificateAuthorities} />
    </Card>
  );
}

function NetworkProxy({ proxy }: { readonly proxy: SettingsView['networkProxy'] }): ReactNode {
  const { t } = useTranslation();
  const command = useCommand('settings-set');
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
    <form
      className="stack-tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && address.trim() !== '') void use();
      }}
    >
      {proxy === undefined ? null : (
        <div className="row row-apart">
          <p className="wrap-anywhere">{t(nowInUse(proxy), { url: proxy.url, user: proxy.user ?? '' })}</p>
          <Button disabled={command.busy} onClick={() => void command.run({ networkProxy: '' })}>
            {t('settings.network.proxyRemove')}
          </Button>
        </div>
      )}
      <Field label={t('settings.network.proxy')} help={t('settings.network.proxyHelp')}>
        {(control) => (
          <input
            {...control}
            inputMode="url"
            spellCheck={false}
            autoComplete="off"
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
      </Field>
      <div className="row field-and-button">
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
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={!changed || address.trim() === '' || command.busy}>
          {t('settings.network.proxySave')}
        </Button>
      </div>
      {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
    </form>
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
  const command = useCommand('settings-set');
  const [path, setPath] = useState('');
  const set = async (extraCertificateAuthorities: string[]): Promise<boolean> =>
    (await command.run({ extraCertificateAuthorities })).ok;
  const add = async (): Promise<void> => {
    if (await set([...files.filter((file) => file !== path.trim()), path.trim()])) setPath('');
  };
  return (
    <form
      className="stack-tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (path.trim() !== '') void add();
      }}
    >
      <h3>{t('settings.network.authorities')}</h3>
      <p className="quiet">{t('settings.network.authoritiesText')}</p>
      {files.length === 0 ? <p className="quiet small">{t('settings.network.authoritiesNone')}</p> : null}
      <ul className="plain-list divided">
        {files.map((file) => (
          <li key={file} className="row row-apart no-wrap">
            <code>{file}</code>
            <Button
              look="link"
              aria-label={t('settings.network.authorityRemove', { file })}
              onClick={() => void set(files.filter((one) => one !== file))}
            >
              {t('common.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="row field-and-button">
        <Field label={t('settings.network.authorityPath')}>
          {(control) => (
            <input
              {...control}
              spellCheck={false}
              autoComplete="off"
              value={path}
              onChange={(event) => setPath(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={path.trim() === '' || command.busy}>
          {t('settings.network.authorityAdd')}
        </Button>
      </div>
      {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
    </form>
  );
}
