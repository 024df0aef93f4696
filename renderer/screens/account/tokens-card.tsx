import type { ReactNode } from 'react';
import type { CommandOutput } from '#contract/commands.ts';
import type { AccountView } from '#contract/views.ts';
import { Facts, RelativeTime } from '../../components/text.tsx';
import { useAnswer, useClient } from '../../backend/backend-context.tsx';
import { Card, Fold } from '../../components/card.tsx';
import { hrefOf } from '../../route.ts';
import { dateAndTime, useNow } from '../../time-words.ts';
import { renewalsOf, renewsItself, signsInWithPerson } from './account-state.ts';
import { Icon } from '../../components/icon.tsx';
import { format, locale, t } from '../../i18n.ts';

export type TokenDetails = CommandOutput<'token-details'>;

/** The sign-in: through what, as whom, since when, until when, and what it allows. */
export function SignInFacts(props: {
  readonly account: AccountView;
  readonly details: TokenDetails | undefined;
}): ReactNode {
  const { account, details } = props;
  const client = useClient(account);
  const { token, identity, signedInAt } = account;
  const granted = details?.claims?.permissions ?? [];
  const asked = client?.scope?.split(/\s+/).filter((scope) => scope !== '') ?? [];
  const permissions = permissionWords(granted.length > 0 ? granted : asked);
  const code = account.problem?.answer?.codes?.[0];
  return (
    <section className="card rows" aria-label={t('account.tabs.signIn')}>
      <Facts
        className="facts"
        facts={[
          [
            t('account.tokens.identity'),
            identity ?? t(signsInWithPerson(client) ? 'account.tokens.nobodyYet' : 'account.tokens.nobody'),
          ],
          [
            t('account.tokens.client'),
            <a href={hrefOf({ page: 'client', id: account.clientId })}>{account.clientName}</a>,
          ],
          [t('account.tokens.grant'), client && t(`grant.${client.grant}`)],
          [
            t('account.tokens.since'),
            signedInAt === undefined ? t('account.tokens.notYet') : <RelativeTime at={signedInAt} />,
          ],
          [
            t('account.tokens.permissions'),
            permissions.length === 0 ? t('account.tokens.nothingGranted') : permissions.join(', '),
          ],
          [
            t('account.tokens.issued'),
            token === undefined ? (
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
            ),
          ],
        ]}
      />
      {details === undefined || (details.history.length === 0 && details.claims === undefined) ? null : (
        <Fold title={t('account.tokens.events')} aside={code && <code>{`AADSTS${String(code)}`}</code>}>
          <TokenEvents details={details} />
        </Fold>
      )}
    </section>
  );
}

/** The last seven days of a sign-in, in a card. */
export function WeekCard(props: {
  readonly account: AccountView;
  readonly details: TokenDetails;
}): ReactNode {
  const { account, details } = props;
  const client = useClient(account);
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
        signedInAt={signedInAt}
        since={details.since}
        next={renewsItself(client) ? token?.renewsAt : undefined}
      />
    </Card>
  );
}

function TokenEvents({ details }: { readonly details: TokenDetails }): ReactNode {
  const { claims, history } = details;
  const permissions = claims?.permissions.join(' ') ?? '';
  return (
    <>
      {claims === undefined ? null : claims.kind === 'opaque' ? (
        <p>{t('account.tokens.opaque')}</p>
      ) : (
        <Facts
          className="facts"
          facts={[
            [t('account.tokens.audience'), claims.audience && <code>{claims.audience}</code>],
            [t('account.tokens.raw'), permissions === '' ? undefined : <code>{permissions}</code>],
            [t('account.tokens.tenant'), claims.tenant && <code>{claims.tenant}</code>],
            [t('account.tokens.app'), claims.appId && <code>{claims.appId}</code>],
          ]}
        />
      )}
      <ol className="plain-list divided small">
        {history.toReversed().map((event) => (
          <li key={`${String(event.at)} ${event.kind}`} className="token-event">
            <span className={event.kind === 'refused' || event.kind === 'failed' ? 'tone-bad' : ''}>
              {t(`account.tokens.event.${event.kind}`)}
            </span>
            <span className="quiet">{dateAndTime(event.at)}</span>
            {event.detail === undefined ? null : (
              <span className="wrap-anywhere">{format(event.detail)}</span>
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
function permissionWords(permissions: readonly string[]): string[] {
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

const days = 7;

type History = CommandOutput<'token-details'>['history'];

/**
 * The last seven days as a picture: a stroke for each renewal, a cross for each that did not, and the next.
 * Where Mailwicket did not run yet it is hatched.
 */
function TokenWeek(props: {
  readonly history: History;
  readonly signedInAt: number | undefined;
  /** When Mailwicket was started. */
  readonly since: number;
  /** When the next token comes by itself. */
  readonly next?: number | undefined;
}): ReactNode {
  const { history, signedInAt, since, next } = props;
  const now = useNow();
  const week = Array.from({ length: days }, (_, index) => ({
    begin: midnight(now, index - days + 1),
    end: midnight(now, index - days + 2),
  }));
  const begun = week[0]?.begin ?? 0;
  const recent = history.filter(({ at }) => at >= begun);
  const bad = recent.filter(({ kind }) => kind === 'refused' || kind === 'failed');
  const good = renewalsOf(recent, signedInAt);
  const lastBad = bad.at(-1);
  const moment = new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  });
  const before = since > begun ? t('account.tokens.before', { when: moment.format(since) }) : undefined;
  const weekday = new Intl.DateTimeFormat(locale(), { weekday: 'short' });
  const renewals = t('account.tokens.renewals', { count: good.length });
  const failures =
    lastBad === undefined
      ? t('account.tokens.noRefusals')
      : t((good.at(-1)?.at ?? 0) > lastBad.at ? 'account.tokens.refusalsMended' : 'account.tokens.refusals', {
          count: bad.length,
          when: moment.format(lastBad.at),
        });
  return (
    <figure className="token-week">
      <div
        className="week-days"
        role="img"
        aria-label={t('account.tokens.weekSummary', {
          told: [renewals, failures, before].filter((one) => one !== undefined).join(', '),
        })}
      >
        {week.map(({ begin, end }) => {
          const share = (time: number): string =>
            `${String(Math.round((1_000 * time) / (end - begin)) / 10)}%`;
          const place = (at: number): { readonly insetInlineStart: string } => ({
            insetInlineStart: share(Math.min(Math.max(at, begin), end) - begin),
          });
          const within = ({ at }: { readonly at: number }): boolean => at >= begin && at < end;
          const today = now >= begin && now < end;
          const lane = recent.some(within) ? 'week-lane week-lane-used' : 'week-lane';
          return (
            <div key={begin} className="week-day">
              <div className={lane}>
                {since <= begin ? null : (
                  <span
                    className="week-off"
                    style={{ ...place(begin), inlineSize: share(Math.min(since, end) - begin) }}
                  />
                )}
                {good.filter(within).map(({ at, kind }) => (
                  <span key={`${String(at)} ${kind}`} className="week-good" style={place(at)} />
                ))}
                {bad.filter(within).map(({ at, kind }) => (
                  <span key={`${String(at)} ${kind}`} className="week-bad" style={place(at)}>
                    <Icon name="cross" />
                  </span>
                ))}
                {today && next !== undefined && next > now ? (
                  <span
                    className="week-next"
                    style={{ ...place(now), inlineSize: share(Math.min(next, end) - now) }}
                  />
                ) : null}
                {today ? <span className="week-now" style={place(now)} /> : null}
              </div>
              {today ? (
                <span className="week-name">{t('account.tokens.today')}</span>
              ) : (
                <time className="week-name" dateTime={new Date(begin).toISOString()}>
                  {weekday.format(begin)}
                </time>
              )}
            </div>
          );
        })}
      </div>
      <figcaption className="small quiet row week-legend">
        {recent.length === 0 ? (
          <span>{t('account.tokens.weekNone')}</span>
        ) : (
          <>
            <span className="row no-wrap">
              <span className="week-key-good" />
              {renewals}
            </span>
            <span className="row no-wrap">
              {lastBad === undefined ? null : <Icon name="cross" className="tone-bad" />}
              {failures}
            </span>
          </>
        )}
        {before === undefined ? null : (
          <span className="row no-wrap">
            <span className="week-key-off" />
            <time dateTime={new Date(since).toISOString()}>{before}</time>
          </span>
        )}
      </figcaption>
    </figure>
  );
}

/** The midnight with which a day begins, so many days from the one of a time. */
function midnight(at: number, daysOn: number): number {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  date.setDate(date.getDate() + daysOn);
  return date.getTime();
}
