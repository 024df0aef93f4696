import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { AccountView, CheckStep } from '#contract/views.ts';
import { isWholeDomain } from '#contract/account.ts';
import { protocolName, protocols } from '#contract/endpoints.ts';
import { Form, TextField } from '../../components/field.tsx';
import { Icon, Mark, OutcomeMark } from '../../components/icon.tsx';
import { RelativeTime } from '../../components/text.tsx';
import { Button } from '../../components/button.tsx';
import { checkOutcome } from './account-state.ts';
import type { RunningCommand } from '../../backend/backend-context.tsx';
import { SmallPrint } from '../../components/notice.tsx';
import { format, t } from '../../i18n.ts';

/** Goes the whole way of a login; its steps appear as they are done, a line for each protocol. */
export function CheckCard(props: {
  readonly account: AccountView;
  readonly check: RunningCommand<'check'>;
}): ReactNode {
  const { account, check: command } = props;
  const { check, address } = account;
  const wholeDomain = isWholeDomain(address);
  const running = command.busy || check?.running === true;
  const card = useRef<HTMLElement>(null);
  const wasRunning = useRef(running);
  useEffect(() => {
    // the button above that began it is gone where something was found
    if (wasRunning.current && !running && document.activeElement === document.body)
      card.current?.querySelector('button')?.focus({ preventScroll: true });
    wasRunning.current = running;
  }, [running]);
  if (check === undefined && !running && !wholeDomain) return null;
  const steps = check?.steps ?? [];
  return (
    <section ref={card} className="card rows" aria-labelledby="check-title">
      <div className="row-line">
        <div className="row-words">
          <h2 id="check-title">{t('account.check.title')}</h2>
          <p role="status" className="small quiet">
            {running ? (
              t('account.check.running')
            ) : check === undefined ? (
              t('account.check.what')
            ) : (
              <>
                {t(`account.check.${checkOutcome(steps)}`)}{' '}
                <RelativeTime at={check.startedAt} say={(when) => t('account.check.when', { when })} />
              </>
            )}
          </p>
        </div>
        {wholeDomain ? null : (
          <Button icon="refresh" busy={running} onClick={() => void command.run({ account: account.id })}>
            {t('account.check.again')}
          </Button>
        )}
      </div>
      {wholeDomain ? <WholeDomain account={account} command={command} running={running} /> : null}
      {groupsOf(steps).map(({ key, title, steps: group }) => (
        <CheckGroup
          key={key}
          title={
            title === undefined
              ? t('account.check.groups.signIn')
              : t(`account.check.groups.${title}`, { protocol: protocolName[title] })
          }
          steps={group}
        />
      ))}
    </section>
  );
}

/** A whole domain has no mailbox of its own: one is named for the check. */
function WholeDomain(props: {
  readonly account: AccountView;
  readonly command: RunningCommand<'check'>;
  readonly running: boolean;
}): ReactNode {
  const { account, command, running } = props;
  const [mailbox, setMailbox] = useState(account.check?.mailbox ?? '');
  return (
    <Form
      validated
      className="row row-end"
      onSubmit={() => command.run({ account: account.id, mailbox: mailbox.trim() })}
    >
      <TextField
        label={t('account.check.mailbox')}
        help={t('account.check.mailboxHelp', { address: account.address })}
        type="email"
        value={mailbox}
        onValue={setMailbox}
      />
      <Button type="submit" busy={running} disabled={mailbox.trim() === ''}>
        {t('accounts.remedy.check')}
      </Button>
    </Form>
  );
}

/** What all protocols share, then each protocol's own way. */
function groupsOf(steps: readonly CheckStep[]): readonly {
  readonly key: string;
  readonly title: CheckStep['protocol'];
  readonly steps: readonly CheckStep[];
}[] {
  return [undefined, ...protocols].flatMap((protocol) => {
    const group = steps.filter((step) => step.protocol === protocol);
    return group.length === 0 ? [] : [{ key: protocol ?? 'all', title: protocol, steps: group }];
  });
}

/** One line, which opens to its steps; open from the beginning where one has failed. */
function CheckGroup(props: { readonly title: string; readonly steps: readonly CheckStep[] }): ReactNode {
  const { title, steps } = props;
  const failed = steps.find(({ ok }) => !ok);
  const told = failed ?? steps.at(-1);
  return (
    <details className="fold" open={failed !== undefined}>
      <summary className="row no-wrap">
        <OutcomeMark
          ok={failed === undefined}
          label={t(failed === undefined ? 'account.check.ok' : 'account.check.failed')}
        />
        <span className="fold-title wrap-anywhere">
          <span className={failed === undefined ? undefined : 'strong'}>{title}</span>{' '}
          {failed === undefined && told !== undefined ? (
            <span className="small quiet">{format(told.message)}</span>
          ) : null}
        </span>
        <Took milliseconds={steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0)} />
        <Icon name="down" />
      </summary>
      <ol className="stack-tight plain-list fold-body" aria-label={title}>
        {steps.map((step) => (
          <li key={step.name} className="check-step">
            <OutcomeMark ok={step.ok} label={t(step.ok ? 'account.check.ok' : 'account.check.failed')} />
            {/* where it failed: what to do, who can, and the code in small print */}
            <div>
              <h3>{t(`account.check.steps.${step.name}`)}</h3>
              <p className="small wrap-anywhere">{format(step.message)}</p>
              {step.fix === undefined ? null : <p className="small wrap-anywhere">{format(step.fix)}</p>}
              {step.who === undefined ? null : <p className="small">{t(`account.check.who.${step.who}`)}</p>}
              {step.ok || step.code === undefined ? null : <SmallPrint problem={step} />}
            </div>
            <Took milliseconds={step.milliseconds} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Took({ milliseconds }: { readonly milliseconds: number }): ReactNode {
  return (
    <span className="small quiet check-took">
      {milliseconds > 0 ? t('account.check.took', { count: milliseconds }) : t('account.check.atOnce')}
    </span>
  );
}

/** The last check: a line where it was good and somebody else asked for it, else all of it. */
export function LastCheck(props: {
  readonly account: AccountView;
  readonly busy: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { account, busy, children } = props;
  const { check } = account;
  // one that had ended before the page was opened
  const [seen, setSeen] = useState(check?.running === false ? check.startedAt : undefined);
  const folded =
    !busy && check?.running === false && check.startedAt === seen && checkOutcome(check.steps) === 'good';
  if (!folded) return children;
  return (
    <p className="row">
      <Mark tone="good">
        {t('account.check.good')}{' '}
        <RelativeTime at={check.startedAt} say={(when) => t('account.check.when', { when })} />
      </Mark>
      <Button look="link" onClick={() => setSeen(undefined)}>
        {t('account.check.show')}
      </Button>
    </p>
  );
}
