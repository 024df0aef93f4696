import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useAnswer } from '../../backend/use-answer.ts';
import { Card } from '../../components/card.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { Details } from '../../components/details.tsx';
import { LifeBar } from '../../components/life-bar.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { hrefOf } from '../../route.ts';
import { dateAndTime } from '../../time-words.ts';
import { renewsItself } from './account-words.ts';
import { TokenWeek } from './token-week.tsx';
import type { TFunction } from 'i18next';

type TokenDetails = CommandOutput<'token-details'>;

/** The sign-in: through what, as whom, since when, until when, and what it allows. */
export function TokensCard(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
}): ReactNode {
  const { account, client } = props;
  const { t } = useTranslation();
  const details = useTokenDetails(account);
  const { token, identity, signedInAt } = account;
  const granted = details?.claims?.permissions ?? [];
  const asked = client?.scope?.split(/\s+/).filter((scope) => scope !== '') ?? [];
  const permissions = permissionWords(granted.length > 0 ? granted : asked, t);
  return (
    <Card
      title={t('account.tokens.title')}
      aside={token === undefined ? null : <LifeBar token={token} renews={renewsItself(client)} />}
    >
      <dl className="facts">
        <Fact label={t('account.tokens.client')}>
          <a href={hrefOf({ page: 'client', id: account.clientId })}>{account.clientName}</a>
        </Fact>
        {client === undefined ? null : (
          <Fact label={t('account.tokens.grant')}>{t(`grant.${client.grant}`)}</Fact>
        )}
        {identity === undefined ? null : <Fact label={t('account.tokens.identity')}>{identity}</Fact>}
        {signedInAt === undefined ? null : (
          <Fact label={t('account.tokens.since')}>
            <RelativeTime at={signedInAt} />
          </Fact>
        )}
        {token === undefined ? (
          <Fact label={t('account.tokens.issued')}>{t('account.tokens.none')}</Fact>
        ) : (
          <>
            <Fact label={t('account.tokens.issued')}>
              <RelativeTime at={token.obtainedAt} />
            </Fact>
            <Fact label={t('account.tokens.expires')}>
              <RelativeTime at={token.expiresAt} />
            </Fact>
            {renewsItself(client) ? (
              <Fact label={t('account.tokens.renews')}>
                <RelativeTime at={token.renewsAt} />
              </Fact>
            ) : null}
          </>
        )}
        <Fact label={t('account.tokens.permissions')}>
          {permissions.length === 0 ? t('account.tokens.nothingGranted') : permissions.join(', ')}
        </Fact>
      </dl>
      {details === undefined ? null : (
        <>
          <TokenWeek history={details.history} />
          {details.history.length === 0 && details.claims === undefined ? null : (
            <Details summary={t('account.tokens.events')}>
              <TokenEvents details={details} />
            </Details>
          )}
        </>
      )}
    </Card>
  );
}

function Fact(props: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt className="quiet">{props.label}</dt>
      <dd className="wrap-anywhere">{props.children}</dd>
    </div>
  );
}

function TokenEvents({ details }: { readonly details: TokenDetails }): ReactNode {
  const { t, i18n } = useTranslation();
  const { claims, history } = details;
  return (
    <>
      {claims === undefined ? null : claims.kind === 'opaque' ? (
        <p>{t('account.tokens.opaque')}</p>
      ) : (
        <dl className="facts">
          {claims.audience === undefined ? null : (
            <Fact label={t('account.tokens.audience')}>
              <code>{claims.audience}</code>
            </Fact>
          )}
          {claims.permissions.length === 0 ? null : (
            <Fact label={t('account.tokens.raw')}>
              <code>{claims.permissions.join(' ')}</code>
            </Fact>
          )}
          {claims.tenant === undefined ? null : (
            <Fact label={t('account.tokens.tenant')}>
              <code>{claims.tenant}</code>
            </Fact>
          )}
          {claims.appId === undefined ? null : (
            <Fact label={t('account.tokens.app')}>
              <code>{claims.appId}</code>
            </Fact>
          )}
        </dl>
      )}
      <ol className="plain-list divided small">
        {history.toReversed().map((event) => (
          <li key={`${String(event.at)} ${event.kind}`} className="token-event">
            <span className={event.kind === 'refused' || event.kind === 'failed' ? 'tone-bad' : ''}>
              {t(`account.tokens.event.${event.kind}`)}
            </span>
            <span className="quiet">{dateAndTime(event.at, i18n)}</span>
            {event.detail === undefined ? null : (
              <span className="wrap-anywhere">
                <MessageText message={event.detail} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

/** What became of the tokens; asked for again whenever the account's sign-in has changed. */
function useTokenDetails(account: AccountView): TokenDetails | undefined {
  const { id, state, token, problem } = account;
  const occasion = `${state} ${String(token?.obtainedAt)} ${JSON.stringify(problem?.message)}`;
  const answer = useAnswer('token-details', { account: id }, occasion);
  return answer?.ok === true ? answer.value : undefined;
}

type Known = 'imap' | 'pop' | 'smtp' | 'mail' | 'offline' | 'all';

const rules: readonly (readonly [RegExp, Known])[] = [
  [/imap/i, 'imap'],
  [/pop/i, 'pop'],
  [/smtp/i, 'smtp'],
  [/^offline_access$/i, 'offline'],
  [/^\.default$/, 'all'],
  [/mail/i, 'mail'],
];
/** Who somebody is: of no interest here. */
const identity = new Set(['openid', 'profile', 'email']);

/** What scopes or roles allow, in words, each once; one that is not known stays as it is. */
function permissionWords(permissions: readonly string[], t: TFunction): string[] {
  const words = permissions
    .filter((permission) => !identity.has(permission))
    .map((permission) => {
      // only what stands behind the resource counts: its host may be called mail.google.com
      const name = /^https?:\/\/mail\./.test(permission)
        ? 'mail'
        : permission.slice(permission.lastIndexOf('/') + 1);
      const known = rules.find(([pattern]) => pattern.test(name))?.[1];
      return known === undefined ? permission : t(`account.tokens.permission.${known}`);
    });
  return [...new Set(words)];
}
