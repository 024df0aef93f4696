import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isWholeDomain } from '#contract/account.ts';
import { usualDevice, type Device } from '#contract/device.ts';
import type { AccountView, DeviceView } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import { Field, AddressField, TextField } from '../../components/field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';

/** A device is added, or changed. */
export function DeviceForm(props: {
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
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="notice notice-care">{t('settings.senders.warning')}</p>
      <TextField label={t('settings.senders.name')} required autoFocus value={name} onValue={setName} />
      <Field label={t('settings.senders.account')}>
        {(control) => (
          <select {...control} value={account} onChange={(event) => setAccount(event.target.value)}>
            {accounts.map(({ id, address: of }) => (
              <option key={id} value={id}>
                {of}
              </option>
            ))}
          </select>
        )}
      </Field>
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
      <Field label={t('settings.senders.security')} help={t(`settings.senders.securityHelp.${security}`)}>
        {(control) => (
          <select
            {...control}
            value={security}
            onChange={(event) => setSecurity(securities.find((one) => one === event.target.value) ?? 'none')}
          >
            {securities.map((one) => (
              <option key={one} value={one}>
                {t(`settings.senders.securities.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('settings.senders.policy')} help={t(`settings.senders.policyHelp.${policy}`)}>
        {(control) => (
          <select
            {...control}
            value={policy}
            onChange={(event) => setPolicy(event.target.value === 'refuse' ? 'refuse' : 'rewrite')}
          >
            <option value="rewrite">{t('settings.senders.policies.rewrite')}</option>
            <option value="refuse">{t('settings.senders.policies.refuse')}</option>
          </select>
        )}
      </Field>
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
      {problem === undefined ? null : <ProblemNotice problem={problem} />}
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" look="main" busy={busy}>
          {t(device === undefined ? 'settings.senders.add' : 'settings.senders.save')}
        </Button>
      </DialogActions>
    </form>
  );
}

const securities = ['none', 'starttls', 'tls'] as const;
