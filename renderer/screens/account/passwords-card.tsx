import { type ReactNode, useState } from 'react';
import { adoptedName } from '#contract/account.ts';
import type { AccountView } from '#contract/views.ts';
import { Form, TextField } from '../../components/field.tsx';
import { type RunningCommand, useCommand } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { RelativeTime, SecretValue } from '../../components/text.tsx';
import { Icon } from '../../components/icon.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import type { ShownPassword } from './account-state.ts';
import { t } from '../../i18n.ts';

/** An adopted one was named by Mailwicket: that is said in the language of the page. */
function shownName({ name }: AccountView['passwords'][number]): string {
  return name === adoptedName ? t('account.passwords.adopted') : name;
}

/** The local passwords: each with its name and age; new ones are told once. */
export function PasswordsCard(props: {
  readonly account: AccountView;
  readonly making: RunningCommand<'password-new'>;
  readonly onMake: (name: string) => Promise<boolean>;
}): ReactNode {
  const { account, making, onMake } = props;
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
    <section className="card rows" aria-labelledby="passwords-title">
      <div>
        <h2 id="passwords-title">{t('account.passwords.title')}</h2>
        <p className="small quiet">
          {t(account.forPeople === true ? 'account.passwords.forPeople' : 'account.passwords.what')}
        </p>
        {account.forPeople === true || account.passwords.length > 0 ? null : (
          <p className="small">
            {t(
              account.passwordMode === 'adopt-first'
                ? 'account.passwords.adopt'
                : 'accounts.noPassword.message',
            )}
          </p>
        )}
      </div>
      {account.passwords.length === 0 ? null : (
        <ul className="plain-list rows password-list" aria-label={t('account.passwords.title')}>
          {account.passwords.map((password) => (
            <li key={password.id} className="row-line">
              <Icon name="key" className="tone-quiet" />
              <span className="row-words wrap-anywhere">
                <span translate="no">{shownName(password)}</span>{' '}
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
                aria-label={t('account.passwords.revokeLabel', { name: shownName(password) })}
                onClick={() => setRevoking(password)}
              >
                {t('account.passwords.revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Form
        validated
        className="row row-end"
        onSubmit={() => {
          if (name.trim() !== '') void make();
        }}
      >
        <TextField
          label={t('account.passwords.name')}
          maxLength={100}
          placeholder={t('account.passwords.namePlaceholder')}
          value={name}
          onValue={setName}
        />
        <Button type="submit" icon="plus" busy={making.busy} disabled={name.trim() === ''}>
          {t('accounts.remedy.make-password')}
        </Button>
      </Form>
      <ProblemNotice problem={making.problem} />
      <ProblemNotice problem={revoke.problem} />
      <ConfirmDialog
        open={revoking !== undefined}
        title={t('account.passwords.revokeTitle', {
          name: revoking === undefined ? '' : shownName(revoking),
        })}
        text={t('account.passwords.revokeText')}
        go={t('account.passwords.revoke')}
        danger
        onClose={() => setRevoking(undefined)}
        onGo={() => {
          if (revoking !== undefined) void revoke.run({ account: account.id, password: revoking.id });
        }}
      />
    </section>
  );
}

/** The password that was just made: it can be read until it is put away. */
export function ShownPasswordCard(props: {
  readonly shown: ShownPassword | undefined;
  readonly onHide: () => void;
}): ReactNode {
  const { shown, onHide } = props;
  return (
    <div
      role="status"
      className={shown === undefined ? 'visually-hidden' : 'notice notice-good row password-card'}
    >
      {shown === undefined ? null : (
        <>
          <div className="row-words">
            <p className="strong">{t('account.passwords.shown', { name: shown.name })}</p>
            <p className="small">{t('account.passwords.shownOnce')}</p>
          </div>
          <div className="row">
            <SecretValue label={t('account.connect.password')} value={shown.password} />
            <Button look="quiet" onClick={onHide}>
              {t('account.passwords.done')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
