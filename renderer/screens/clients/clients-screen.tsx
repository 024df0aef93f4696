import type { ReactNode } from 'react';
import type { AccountView, ClientView } from '#contract/views.ts';
import { useSnapshot } from '../../backend/backend-context.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Icon, Mark, ProviderMark, Tile } from '../../components/icon.tsx';
import { EmptyState, PageHeading } from '../../components/page-heading.tsx';
import { ProblemNotice, StateHero } from '../../components/notice.tsx';
import { hrefOf } from '../../route.ts';
import { t } from '../../i18n.ts';
import { expiryStage, needsYou } from '#contract/status.ts';

/** All OAuth clients: one's own, and those that come with the build. */
export function ClientsScreen(): ReactNode {
  const { clients, registrationsProblem } = useSnapshot();
  const own = clients.filter(({ builtIn }) => !builtIn);
  const builtIn = clients.filter((client) => client.builtIn);
  const add = (
    <ButtonLink icon="plus" look={own.length === 0 ? 'main' : 'normal'} href={hrefOf({ page: 'add-client' })}>
      {t('clients.add')}
    </ButtonLink>
  );
  return (
    <>
      {own.length === 0 ? (
        <EmptyState
          picture={
            <div className="empty-tile">
              <Tile icon="key" ground="blue" large />
            </div>
          }
          title={t('nav.clients')}
          text={t(builtIn.length === 0 ? 'clients.none' : 'clients.noneOwn')}
        >
          <div className="empty-tile">{add}</div>
        </EmptyState>
      ) : (
        <>
          <PageHeading subtitle={t('clients.intro')} aside={add}>
            {t('nav.clients')}
          </PageHeading>
          <ClientList label={t('clients.own')} clients={own} />
        </>
      )}
      <ProblemNotice problem={registrationsProblem} />
      {builtIn.length === 0 ? null : (
        <section className="stack-tight">
          <h2>{t('clients.builtIn')}</h2>
          <ClientList label={t('clients.builtIn')} clients={builtIn} />
        </section>
      )}
    </>
  );
}

function ClientList(props: { readonly label: string; readonly clients: readonly ClientView[] }): ReactNode {
  return (
    <ul className="card rows" aria-label={props.label}>
      {props.clients.map((client) => {
        const ending = endingOf(client);
        return (
          <li key={client.id} className="link-row client-row">
            <ProviderMark provider={client.provider} />
            <div>
              <a className="link-row-name wrap-anywhere" href={hrefOf({ page: 'client', id: client.id })}>
                {client.name}
              </a>
              <p className="small quiet">{aboutClient(client)}</p>
            </div>
            <div className="client-row-state small">
              <span className="quiet">{t('clients.usedBy', { count: client.usedBy })}</span>
              {ending === undefined ? null : (
                <Mark tone={ending.ended ? 'bad' : 'care'} icon={ending.ended ? 'cross' : 'clock'}>
                  {ending.text}
                </Mark>
              )}
            </div>
            <Icon name="right" className="quiet client-row-end" />
          </li>
        );
      })}
    </ul>
  );
}

/** A client in a line: whose it is, in which cloud and organization, and who signs in. */
export function aboutClient(client: Pick<ClientView, 'provider' | 'cloud' | 'tenant' | 'grant'>): string {
  const { provider, cloud, tenant, grant } = client;
  return [
    t(`provider.${provider}`),
    cloud === undefined || cloud === 'global' ? '' : t(`cloud.${cloud}`),
    tenant ?? '',
    t(`grantShort.${grant}`),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** How a client stands with which people sign in, and the one thing to do. */
export function ClientHero(props: {
  readonly client: ClientView;
  /** Those that it signs in. */
  readonly accounts: readonly AccountView[];
  readonly onSecret: () => void;
  readonly onCertificate: () => void;
}): ReactNode {
  const { client, accounts, onSecret, onCertificate } = props;
  const { credential, usedBy } = client;
  const ending = endingOf(client);
  if (client.withdrawn === true) {
    return (
      <StateHero tone="bad" title={t('client.hero.withdrawn')}>
        <p>{t('client.hero.withdrawnText')}</p>
      </StateHero>
    );
  }
  if (ending !== undefined) {
    const kind = credential === 'secret' ? 'secret' : 'certificate';
    return (
      <StateHero
        tone={ending.ended ? 'bad' : 'care'}
        icon={ending.ended ? 'cross' : 'clock'}
        title={ending.text}
        action={
          <Button look="main" onClick={kind === 'secret' ? onSecret : onCertificate}>
            {t(kind === 'secret' ? 'client.hero.newSecret' : 'client.hero.toCertificate')}
          </Button>
        }
      >
        <p>{t(`client.hero.${kind}${ending.ended ? 'Ended' : 'Text'}`)}</p>
      </StateHero>
    );
  }
  const isUnused = usedBy === 0;
  const waiting = accounts.filter(needsYou).length;
  return (
    <StateHero
      tone={isUnused ? 'quiet' : waiting > 0 ? 'care' : 'good'}
      icon={isUnused ? 'key' : waiting > 0 ? 'triangle' : 'check'}
      title={isUnused ? t('client.hero.unused') : t('client.hero.used', { count: usedBy })}
      action={
        <ButtonLink look={isUnused ? 'main' : 'normal'} icon="plus" href={hrefOf({ page: 'add-account' })}>
          {t('accounts.add')}
        </ButtonLink>
      }
    >
      <p className="quiet">
        {isUnused
          ? t('client.hero.unusedText')
          : waiting > 0
            ? t('client.hero.waitingText', { count: waiting })
            : t('client.hero.usedText')}
      </p>
    </StateHero>
  );
}

/** That a client's secret or certificate has ended, or ends soon, in words; undefined: neither. */
export function endingOf({
  credential,
  credentialExpiresInDays: days,
}: ClientView): { readonly ended: boolean; readonly text: string } | undefined {
  if (days === undefined || expiryStage(days) === undefined) return undefined;
  if (credential !== 'secret' && credential !== 'certificate') return undefined;
  const isSecret = credential === 'secret';
  return days <= 0
    ? { ended: true, text: t(isSecret ? 'clients.secretEnded' : 'clients.certificateEnded') }
    : {
        ended: false,
        text: t(isSecret ? 'clients.secretEndsIn' : 'clients.certificateEndsIn', { count: days }),
      };
}
