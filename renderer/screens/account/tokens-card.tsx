import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useAnswer } from '../../backend/use-command.ts';
import { Card } from '../../components/card.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { Fold } from '../../components/details.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { hrefOf } from '../../route.ts';
import { dateAndTime } from '../../time-words.ts';
import { renewsItself } from './account-words.ts';
import { signsInWithPerson } from './remedy.ts';
import { TokenWeek } from './token-week.tsx';
import type { TFunction } from 'i18next';

export type TokenDetails = CommandOutput<'token-details'>;

/** The sign-in: through what, as whom, since when, until when, and what it allows. */
export function SignInFacts(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly details: TokenDetails | undefined;
}): ReactNode {
  const { account, client, details } = props;
  const { t } = useTranslation();
  const { token, identity, signedInAt } = account;
  const granted = details?.claims?.permissions ?? [];
  const asked = client?.scope?.split(/\s+/).filter((scope) => scope !== '') ?? [];
  const permissions = permissionWords(granted.length > 0 ? granted : asked, t);
  const code = account.problem?.answer?.codes?.[0];
  return (
    <section className="card rows" aria-label={t('account.tokens.title')}>
      <dl className="facts">
        <Fact label={t('account.tokens.identity')}>
          {identity ?? t(signsInWithPerson(client) ? 'account.tokens.nobodyYet' : 'account.tokens.nobody')}
        </Fact>
        <Fact label={t('account.tokens.client')}>
          <a href={hrefOf({ page: 'client', id: account.clientId })}>{account.clientName}</a>
        </Fact>
        {client === undefined ? null : (
          <Fact label={t('account.tokens.grant')}>{t(`grant.${client.grant}`)}</Fact>
        )}
        <Fact label={t('account.tokens.since')}>
          {signedInAt === undefined ? t('account.tokens.notYet') : <RelativeTime at={signedInAt} />}
        </Fact>
        <Fact label={t('account.tokens.permissions')}>
          {permissions.length === 0 ? t('account.tokens.nothingGranted') : permissions.join(', ')}
        </Fact>
        <Fact label={t('account.tokens.issued')}>
          {token === undefined ? (
            t('account.tokens.none')
          ) : (
            <>
              <RelativeTime at={token.expiresAt} say={(when) => t('account.tokens.expires', { when })} />
              {renewsItself(client) ? (
                <>
                  {', '}
                  <RelativeTime at={token.renewsAt} say={(when) => t('account.tokens.renews', { when })} />
                </>
              ) : null}
            </>
          )}
        </Fact>
      </dl>
      {details === undefined || (details.history.length === 0 && details.claims === undefined) ? null : (
        <Fold
          title={t('account.tokens.events')}
          {...(code === undefined ? {} : { aside: <code>{`AADSTS${String(code)}`}</code> })}
        >
          <TokenEvents details={details} />
        </Fold>
      )}
    </section>
  );
}

/** The last seven days of a sign-in, in a card. */
export function WeekCard(props: {
  readonly account: AccountView;
  readonly client: ClientView | undefined;
  readonly details: TokenDetails;
}): ReactNode {
  const { account, client, details } = props;
  const { t } = useTranslation();
  const { token, signedInAt } = account;
  return (
    <Card
      title={t('account.tokens.week')}
      aside={
        signedInAt === undefined ? null : (
          <span className="small quiet">
            <RelativeTime at={signedInAt} say={(when) => t('account.tokens.signedInSince', { when })} />
          </span>
        )
      }
    >
      <TokenWeek
        history={details.history}
        since={details.since}
        {...(token === undefined || !renewsItself(client) ? {} : { next: token.renewsAt })}
      />
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
export function useTokenDetails(account: AccountView): TokenDetails | undefined {
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
