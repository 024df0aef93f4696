import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, DeviceView } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Mark } from '../../components/mark.tsx';
import { MoreMenu } from '../../components/more-menu.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { useFormat } from '../../i18n.ts';
import { DeviceForm } from './device-form.tsx';
import { SettingsCard } from './settings-card.tsx';

/** Devices that cannot log in: a row each, and the way to add one. */
export function DeviceList(props: {
  readonly devices: readonly DeviceView[];
  readonly accounts: readonly AccountView[];
}): ReactNode {
  const { devices } = props;
  const { t } = useTranslation();
  // a password grant needs the password that a device does not send
  const accounts = props.accounts.filter(({ passwordMode }) => passwordMode !== 'pass-on');
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <SettingsCard
      title={t('settings.senders.title')}
      text={t('settings.senders.text')}
      aside={
        <Button
          icon="plus"
          disabled={accounts.length === 0}
          reason={t('settings.senders.noAccount')}
          onClick={() => setOpen(true)}
        >
          {t('settings.senders.add')}
        </Button>
      }
    >
      {devices.map((device) => (
        <DeviceRow key={device.id} device={device} accounts={accounts} />
      ))}
      <Dialog open={open} title={t('settings.senders.addTitle')} onClose={close}>
        <DeviceForm accounts={accounts} onClose={close} />
      </Dialog>
    </SettingsCard>
  );
}

function DeviceRow(props: {
  readonly device: DeviceView;
  readonly accounts: readonly AccountView[];
}): ReactNode {
  const { device, accounts } = props;
  const { id, name, sendsAs, paused, sentLately, limitPerHour } = device;
  const { t } = useTranslation();
  const pause = useCommand('device-pause');
  const resume = useCommand('device-resume');
  const remove = useCommand('device-remove');
  const [asked, setAsked] = useState<'edit' | 'remove'>();
  const close = (): void => setAsked(undefined);
  const problem = pause.problem ?? resume.problem ?? remove.problem;
  return (
    <div className="setting" role="group" aria-label={name}>
      <div className="setting-words">
        <p className="strong">{name}</p>
        <p className="small quiet wrap-anywhere">
          {t('settings.senders.sendsAs', { address: sendsAs, from: device.from.join(', ') })}
        </p>
        <div className="port-state" role="status">
          <PortState device={device} />
        </div>
        {paused ? null : (
          <p className="small quiet">
            {t('settings.senders.sent', { count: sentLately, most: limitPerHour })}
          </p>
        )}
        {problem === undefined ? null : <ProblemNotice problem={problem} />}
      </div>
      <MoreMenu
        label={t('settings.senders.more', { name })}
        entries={[
          { label: t('settings.senders.edit'), onChoose: () => setAsked('edit') },
          paused
            ? { label: t('settings.senders.resume'), onChoose: () => void resume.run({ device: id }) }
            : { label: t('settings.senders.pause'), onChoose: () => void pause.run({ device: id }) },
          { label: t('settings.senders.remove'), danger: true, onChoose: () => setAsked('remove') },
        ]}
      />
      <Dialog open={asked === 'edit'} title={t('settings.senders.editTitle', { name })} onClose={close}>
        <DeviceForm device={device} accounts={accounts} onClose={close} />
      </Dialog>
      <ConfirmDialog
        open={asked === 'remove'}
        title={t('settings.senders.removeTitle', { name })}
        text={t('settings.senders.removeText')}
        go={t('settings.senders.remove')}
        danger
        onGo={() => void remove.run({ device: id })}
        onClose={close}
      />
    </div>
  );
}

function PortState({ device }: { readonly device: DeviceView }): ReactNode {
  const { id, listen, port, addresses, paused, problem } = device;
  const { t } = useTranslation();
  const format = useFormat();
  const update = useCommand('device-update');
  const where = { address: listen.address, port };
  if (paused) {
    return (
      <Mark tone="quiet" icon="bars">
        {t('settings.senders.paused')}
      </Mark>
    );
  }
  if (problem === undefined) {
    return addresses.length === 0 ? (
      <span className="small quiet">{t('settings.ports.closed')}</span>
    ) : (
      <Mark tone="good" icon="check">
        {t('settings.senders.open', where)}
      </Mark>
    );
  }
  const { freePort } = problem;
  return (
    <>
      <Mark tone="bad" icon="triangle">
        {t('settings.senders.closed', { ...where, why: format(problem.message) })}
      </Mark>
      {problem.fix === undefined ? null : <p className="small quiet">{format(problem.fix)}</p>}
      {freePort === undefined ? null : (
        <Button
          busy={update.busy}
          onClick={() => void update.run({ device: id, listen: { address: listen.address, port: freePort } })}
        >
          {t('settings.ports.useFree', { port: freePort })}
        </Button>
      )}
    </>
  );
}
