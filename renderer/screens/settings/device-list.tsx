import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultPorts, isLoopbackHost, tlsPorts } from '#contract/endpoints.ts';
import type { AccountView, DeviceView, Snapshot } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, ConfirmDialog, DialogActions } from '../../components/dialog.tsx';
import { HeldNote, useHeld } from '../../components/held.tsx';
import { Mark } from '../../components/mark.tsx';
import { MoreMenu } from '../../components/more-menu.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { useFormat } from '../../i18n.ts';
import { DeviceForm } from './device-form.tsx';
import { SettingsCard, Switch } from './settings-card.tsx';

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

/** Every address of this computer, of both kinds. */
const everywhere = ['0.0.0.0', '::'];
const onlyHere = ['127.0.0.1', '::1'];

/** Lets other devices of the network in, after its warnings; over TLS only. */
export function DevicesCard(props: { readonly settings: NonNullable<Snapshot['settings']> }): ReactNode {
  const { listeners, chosenAtStart, certificateNames = [] } = props.settings;
  const { t } = useTranslation();
  const command = useCommand('settings-set');
  const held = useHeld('lanAccess');
  const [asking, setAsking] = useState(false);
  const allowed = listeners.addresses.some((address) => !isLoopbackHost(address));
  const names = certificateNames.filter((name) => name !== 'localhost' && !isLoopbackHost(name));
  const close = (): void => setAsking(false);
  const allow = (): void => {
    const hasTls = tlsPorts.some(({ key }) => listeners[key] !== 'off');
    const { imaps, pops, smtps } = defaultPorts;
    close();
    void command.run({ listeners: { addresses: everywhere, ...(hasTls ? {} : { imaps, pops, smtps }) } });
  };
  return (
    <SettingsCard
      title={t('settings.devices.title')}
      text={t(allowed ? 'settings.devices.on' : 'settings.devices.off')}
      aside={
        <Switch
          label={t('settings.devices.title')}
          checked={allowed}
          disabled={held}
          onChange={(on) => {
            if (!on) return command.run({ listeners: { addresses: onlyHere } });
            setAsking(true);
            return undefined;
          }}
        />
      }
    >
      {held ? <HeldNote /> : null}
      {allowed ? (
        <p className="small">
          {names.length === 0
            ? t('settings.devices.enter')
            : t('settings.devices.enterNames', { names: names.join(', ') })}
        </p>
      ) : null}
      {chosenAtStart.includes('addresses') ? (
        <p className="small quiet">{t('settings.devices.chosenAtStart')}</p>
      ) : null}
      {command.problem === undefined ? null : <ProblemNotice problem={command.problem} />}
      <Dialog open={asking} title={t('settings.devices.askTitle')} onClose={close}>
        <ul className="stack-tight">
          <li>{t('settings.devices.warnReach')}</li>
          <li>{t('settings.devices.warnTls')}</li>
          <li>{t('settings.devices.warnPlace')}</li>
        </ul>
        <DialogActions>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button look="main" autoFocus onClick={allow}>
            {t('settings.devices.go')}
          </Button>
        </DialogActions>
      </Dialog>
    </SettingsCard>
  );
}
