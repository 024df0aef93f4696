import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Snapshot } from '../../../proxy-core/contract.ts';
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
      <NetworkProxy proxy={props.settings.networkProxy} />
      <Authorities files={props.settings.extraCertificateAuthorities} />
    </Card>
  );
}

function NetworkProxy({ proxy }: { readonly proxy: SettingsView['networkProxy'] }): ReactNode {
  const { t } = useTranslation();
  const command = useCommand('settings-set');
  const [text, setText] = useState('');
  const use = async (networkProxy: string): Promise<void> => {
    const result = await command.run({ networkProxy });
    if (result.ok) setText('');
  };
  return (
    <form
      className="stack-tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void use(text.trim());
      }}
    >
      {proxy === undefined ? null : (
        <div className="row row-apart">
          <p className="wrap-anywhere">
            {t(proxy.hasLogin ? 'settings.network.proxyNowLogin' : 'settings.network.proxyNow', {
              url: proxy.url,
            })}
          </p>
          <Button disabled={command.busy} onClick={() => void use('')}>
            {t('settings.network.proxyRemove')}
          </Button>
        </div>
      )}
      <div className="row field-and-button">
        <Field label={t('settings.network.proxy')} help={t('settings.network.proxyHelp')}>
          {(control) => (
            <input
              {...control}
              inputMode="url"
              spellCheck={false}
              autoComplete="off"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={text.trim() === '' || command.busy}>
          {t('settings.network.proxySave')}
        </Button>
      </div>
      {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
    </form>
  );
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
              look="plain"
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
