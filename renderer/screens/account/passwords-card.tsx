import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView } from '#contract/views.ts';
import { useCommand, type RunningCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ValueRow } from '../../components/value-row.tsx';
import { Field } from '../../components/field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import type { ShownPassword } from './shown-password.ts';

/** The local passwords: each with its name and age; new ones are told once. */
export function PasswordsCard(props: {
  readonly account: AccountView;
  readonly shown: ShownPassword | undefined;
  readonly making: RunningCommand<'password-new'>;
  readonly onMake: (name: string) => Promise<boolean>;
  readonly onHide: () => void;
}): ReactNode {
  const { account, shown, making, onMake, onHide } = props;
  const { t } = useTranslation();
  const revoke = useCommand('password-revoke');
  const [name, setName] = useState('');
  const [revoking, setRevoking] = useState<AccountView['passwords'][number]>();
  if (account.passwordMode === 'pass-on') {
    return (
      <Card title={t('account.passwords.title')}>
        <p>{t('account.passwords.passOn')}</p>
      </Card>
    );
  }
  const make = async (): Promise<void> => {
    if (await onMake(name.trim())) setName('');
  };
  return (
    <Card title={t('account.passwords.title')}>
      <p className="quiet">{t('account.passwords.what')}</p>
      {account.passwordMode === 'adopt-first' ? <p>{t('account.passwords.adopt')}</p> : null}
      {account.passwords.length === 0 ? (
        account.passwordMode === 'own' ? (
          <p>{t('account.passwords.none')}</p>
        ) : null
      ) : (
        <ul className="plain-list divided">
          {account.passwords.map((password) => (
            <li key={password.id} className="row row-apart">
              <span className="wrap-anywhere">
                <span translate="no">{password.name}</span>{' '}
                <span className="small quiet">
                  <RelativeTime
                    at={Date.parse(password.createdAt)}
                    say={(when) => t('account.passwords.made', { when })}
                  />
                  {' · '}
                  {password.lastUsedAt === undefined ? (
                    t('account.passwords.neverUsed')
                  ) : (
                    <RelativeTime
                      at={Date.parse(password.lastUsedAt)}
                      say={(when) => t('account.passwords.used', { when })}
                    />
                  )}
                </span>
              </span>
              <Button
                look="link"
                aria-label={t('account.passwords.revokeLabel', { name: password.name })}
                onClick={() => setRevoking(password)}
              >
                {t('account.passwords.revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div role="status" className={shown === undefined ? 'visually-hidden' : undefined}>
        {shown === undefined ? null : (
          <div className="notice notice-good stack-tight">
            <p>{t('account.passwords.shown', { name: shown.name })}</p>
            <ValueRow label={t('account.connect.password')} value={shown.password} />
            <div>
              <Button onClick={onHide}>{t('account.passwords.done')}</Button>
            </div>
          </div>
        )}
      </div>
      <form
        className="row row-end"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void make();
        }}
      >
        <Field label={t('account.passwords.name')}>
          {(control) => (
            <input
              {...control}
              maxLength={100}
              placeholder={t('account.passwords.namePlaceholder')}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={making.busy || name.trim() === ''}>
          {t('account.passwords.add')}
        </Button>
      </form>
      {making.problem === undefined ? null : <ProblemNotice problem={making.problem} />}
      {revoke.problem === undefined ? null : <ProblemNotice problem={revoke.problem} />}
      <ConfirmDialog
        open={revoking !== undefined}
        title={t('account.passwords.revokeTitle', { name: revoking?.name ?? '' })}
        text={t('account.passwords.revokeText')}
        go={t('account.passwords.revoke')}
        danger
        onClose={() => setRevoking(undefined)}
        onGo={() => {
          if (revoking !== undefined) void revoke.run({ account: account.id, password: revoking.id });
        }}
      />
    </Card>
  );
}
