import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, DeviceView } from '#contract/views.ts';
import { isWholeDomain } from '#contract/account.ts';
import { type Device, usualDevice } from '#contract/settings.ts';
import { AddressField, Form, SelectField, TextField } from '../../components/field.tsx';
import { useCommand } from '../../backend/backend-context.tsx';
import { Button, MoreMenu } from '../../components/button.tsx';
import { ConfirmDialog, Dialog, DialogActions } from '../../components/dialog.tsx';
import { SettingsCard } from './settings-card.tsx';
import { Mark } from '../../components/icon.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { useFormat } from '../../i18n.ts';

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
        <ProblemNotice problem={problem} />
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
    return <Mark tone="quiet">{t('settings.senders.paused')}</Mark>;
  }
  if (problem === undefined) {
    return addresses.length === 0 ? (
      <span className="small quiet">{t('settings.ports.closed')}</span>
    ) : (
      <Mark tone="good">{t('settings.senders.open', where)}</Mark>
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

/** A device is added, or changed. */
function DeviceForm(props: {
  readonly device?: DeviceView;
  readonly accounts: readonly AccountView[];
  readonly onClose: () => void;
}): ReactNode {
  const { device, accounts, onClose } = props;
  const { t } = useTranslation();
  const add = useCommand('device-add');
  const update = useCommand('device-update');
  const [name, setName] = useState(device?.name ?? '');
  const [account, setAccount] = useState(device?.accountId ?? accounts[0]?.id ?? '');
  const [from, setFrom] = useState(device?.from.join(', ') ?? '');
  const [address, setAddress] = useState(device?.listen.address ?? '0.0.0.0');
  const [port, setPort] = useState(String(device?.listen.port ?? usualDevice.port));
  const [security, setSecurity] = useState<Device['security']>(device?.security ?? usualDevice.security);
  const [policy, setPolicy] = useState<Device['senderPolicy']>(
    device?.senderPolicy ?? usualDevice.senderPolicy,
  );
  const [sender, setSender] = useState(device?.sender ?? '');
  const [limit, setLimit] = useState(String(device?.limitPerHour ?? usualDevice.limitPerHour));
  const chosen = accounts.find(({ id }) => id === account);
  const { busy, problem } = device === undefined ? add : update;
  const save = async (): Promise<void> => {
    const fields = {
      name,
      account,
      listen: { address: address.trim(), port: Number(port) },
      from: from.split(/[\s,;]+/).filter((one) => one !== ''),
      security,
      senderPolicy: policy,
      limitPerHour: Number(limit),
    };
    const done =
      device === undefined
        ? await add.run({ ...fields, ...(sender.trim() === '' ? {} : { sender }) })
        : await update.run({ ...fields, device: device.id, sender });
    if (done.ok) onClose();
  };
  return (
    <Form
      validated
      onSubmit={() => {
        void save();
      }}
    >
      <p className="notice notice-care">{t('settings.senders.warning')}</p>
      <TextField label={t('settings.senders.name')} required autoFocus value={name} onValue={setName} />
      <SelectField
        label={t('settings.senders.account')}
        options={accounts.map(({ id, address: of }) => [id, of])}
        value={account}
        onValue={setAccount}
      />
      <TextField
        label={t('settings.senders.from')}
        help={t('settings.senders.fromHelp')}
        required
        spellCheck={false}
        placeholder="192.0.2.57"
        value={from}
        onValue={setFrom}
      />
      <div className="row field-and-button">
        <TextField
          label={t('settings.senders.address')}
          help={t('settings.senders.addressHelp')}
          required
          spellCheck={false}
          value={address}
          onValue={setAddress}
        />
        <TextField
          label={t('settings.senders.port')}
          required
          inputMode="numeric"
          pattern="\d{1,5}"
          value={port}
          onValue={(value) => setPort(value.trim())}
        />
      </div>
      <SelectField
        label={t('settings.senders.security')}
        help={t(`settings.senders.securityHelp.${security}`)}
        options={securities.map((one) => [one, t(`settings.senders.securities.${one}`)])}
        value={security}
        onValue={setSecurity}
      />
      <SelectField
        label={t('settings.senders.policy')}
        help={t(`settings.senders.policyHelp.${policy}`)}
        options={policies.map((one) => [one, t(`settings.senders.policies.${one}`)])}
        value={policy}
        onValue={setPolicy}
      />
      {chosen !== undefined && (isWholeDomain(chosen.address) || sender !== '') ? (
        <AddressField
          label={t('settings.senders.sender')}
          help={t('settings.senders.senderHelp')}
          value={sender}
          onValue={setSender}
        />
      ) : null}
      <TextField
        label={t('settings.senders.limit')}
        required
        inputMode="numeric"
        pattern="\d{1,5}"
        value={limit}
        onValue={(value) => setLimit(value.trim())}
      />
      <ProblemNotice problem={problem} />
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" look="main" busy={busy}>
          {t(device === undefined ? 'settings.senders.add' : 'settings.senders.save')}
        </Button>
      </DialogActions>
    </Form>
  );
}

const securities = ['none', 'starttls', 'tls'] as const;
const policies = ['rewrite', 'refuse'] as const;
