import { type ReactNode, useState } from 'react';
import type { AccountView, DeviceView } from '#contract/views.ts';
import { isWholeDomain } from '#contract/account.ts';
import { deviceFields, usualDevice } from '#contract/settings.ts';
import { issueText } from '#core/errors/schema-issues.ts';
import { AddressField, Form, SelectField, TextField, useValues } from '../../components/field.tsx';
import { useCommand, useSnapshot } from '../../backend/backend-context.tsx';
import { Button, MoreMenu } from '../../components/button.tsx';
import { ConfirmDialog, Dialog, DialogActions } from '../../components/dialog.tsx';
import { ClosedPort, SettingsCard } from './settings-card.tsx';
import { Mark } from '../../components/icon.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { format, t } from '../../i18n.ts';

/** Devices that cannot log in: a row each, and the way to add one. */
export function DeviceList(): ReactNode {
  const { devices, accounts: all } = useSnapshot();
  const accounts = useSendingAccounts();
  const noAccountYet = all.length === 0;
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
          reason={t(`settings.senders.${noAccountYet ? 'noAccount' : 'noSendingAccount'}`)}
          onClick={() => setOpen(true)}
        >
          {t('settings.senders.add')}
        </Button>
      }
    >
      {devices.map((device) => (
        <DeviceRow key={device.id} device={device} />
      ))}
      <Dialog open={open} title={t('settings.senders.addTitle')} onClose={close}>
        <DeviceForm onClose={close} />
      </Dialog>
    </SettingsCard>
  );
}

function DeviceRow({ device }: { readonly device: DeviceView }): ReactNode {
  const { id, name, sendsAs, paused, sentLately, limitPerHour } = device;
  const pause = useCommand('device-pause');
  const resume = useCommand('device-resume');
  const remove = useCommand('device-remove');
  const [asked, setAsked] = useState<'edit' | 'remove'>();
  const close = (): void => setAsked(undefined);
  const problem = pause.problem ?? resume.problem ?? remove.problem;
  return (
    <div className="row setting" role="group" aria-label={name}>
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
            ? { label: t('accounts.remedy.resume'), onChoose: () => void resume.run({ device: id }) }
            : { label: t('account.actions.pause'), onChoose: () => void pause.run({ device: id }) },
          { label: t('common.remove'), danger: true, onChoose: () => setAsked('remove') },
        ]}
      />
      <Dialog open={asked === 'edit'} title={t('settings.senders.editTitle', { name })} onClose={close}>
        <DeviceForm device={device} onClose={close} />
      </Dialog>
      <ConfirmDialog
        open={asked === 'remove'}
        title={t('client.removeTitle', { name })}
        text={t('settings.senders.removeText')}
        go={t('common.remove')}
        danger
        onGo={() => void remove.run({ device: id })}
        onClose={close}
      />
    </div>
  );
}

function PortState({ device }: { readonly device: DeviceView }): ReactNode {
  const { id, listen, port, addresses, paused, problem } = device;
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
  return (
    <>
      <ClosedPort
        words={t('settings.senders.closed', { ...where, why: format(problem.message) })}
        fix={problem.fix}
        free={problem.freePort}
        busy={update.busy}
        onUse={(free) => update.run({ device: id, listen: { address: listen.address, port: free } })}
      />
      <ProblemNotice problem={update.problem} />
    </>
  );
}

/** A password grant needs the password that a device does not send. */
function useSendingAccounts(): readonly AccountView[] {
  return useSnapshot().accounts.filter(({ passwordMode }) => passwordMode !== 'pass-on');
}

type Checked = 'address' | 'port' | 'limit';
type Refused = { readonly [Field in Checked]?: string | undefined };

/** Why entered values cannot be used, as the core would refuse them. */
function refusedOf(values: Readonly<Record<Checked, string>>): Refused {
  const { listen, limitPerHour } = deviceFields;
  const results = {
    address: listen.shape.address.safeParse(values.address.trim()),
    port: listen.shape.port.safeParse(Number(values.port)),
    limit: limitPerHour.safeParse(Number(values.limit)),
  };
  return Object.fromEntries(
    Object.entries(results).flatMap(([field, { error }]) => {
      const [issue] = error?.issues ?? [];
      return issue === undefined ? [] : [[field, format(issueText(issue))]];
    }),
  );
}

/** A device is added, or changed. */
function DeviceForm(props: { readonly device?: DeviceView; readonly onClose: () => void }): ReactNode {
  const { device, onClose } = props;
  const accounts = useSendingAccounts();
  const add = useCommand('device-add');
  const update = useCommand('device-update');
  const usual = device ?? { ...usualDevice, listen: { address: '0.0.0.0', port: usualDevice.port } };
  const { values, bind } = useValues({
    name: device?.name ?? '',
    account: device?.accountId ?? accounts[0]?.id ?? '',
    from: device?.from.join(', ') ?? '',
    address: usual.listen.address,
    port: String(usual.listen.port),
    security: usual.security,
    senderPolicy: usual.senderPolicy,
    sender: device?.sender ?? '',
    limit: String(usual.limitPerHour),
  });
  const [refused, setRefused] = useState<Refused>({});
  /** What is bound is shown with what is wrong with it, until it is entered anew. */
  const checked = (field: Checked): ReturnType<typeof bind> & { readonly problem: string | undefined } => {
    const { value, onValue } = bind(field);
    return {
      value,
      onValue: (next) => {
        setRefused((before) => ({ ...before, [field]: undefined }));
        onValue(next);
      },
      problem: refused[field],
    };
  };
  const { name, account, security, senderPolicy, sender } = values;
  const chosen = accounts.find(({ id }) => id === account);
  const { busy, problem } = device === undefined ? add : update;
  const save = async (): Promise<void> => {
    const wrong = refusedOf(values);
    setRefused(wrong);
    if (Object.keys(wrong).length > 0) return;
    const fields = {
      name,
      account,
      listen: { address: values.address.trim(), port: Number(values.port) },
      from: values.from.split(/[\s,;]+/).filter((one) => one !== ''),
      security,
      senderPolicy,
      limitPerHour: Number(values.limit),
    };
    const done =
      device === undefined
        ? await add.run({ ...fields, ...(sender.trim() === '' ? {} : { sender }) })
        : await update.run({ ...fields, device: device.id, sender });
    if (done.ok) onClose();
  };
  return (
    <Form validated onSubmit={save}>
      <p className="notice notice-care">{t('settings.senders.warning')}</p>
      <TextField
        label={t('settings.senders.name')}
        required
        maxLength={100}
        data-first=""
        {...bind('name')}
      />
      <SelectField
        label={t('settings.senders.account')}
        options={accounts.map(({ id, address: of }) => [id, of])}
        {...bind('account')}
      />
      <TextField
        label={t('settings.senders.from')}
        help={t('settings.senders.fromHelp')}
        required
        spellCheck={false}
        placeholder="192.0.2.57"
        {...bind('from')}
      />
      <div className="row field-and-button">
        <TextField
          label={t('settings.senders.address')}
          help={t('settings.senders.addressHelp')}
          required
          spellCheck={false}
          {...checked('address')}
        />
        <NumberField label={t('account.connect.port')} {...checked('port')} />
      </div>
      <SelectField
        label={t('settings.senders.security')}
        help={t(`settings.senders.securityHelp.${security}`)}
        options={deviceFields.security.options.map((one) => [one, t(`settings.senders.securities.${one}`)])}
        {...bind('security')}
      />
      <SelectField
        label={t('settings.senders.policy')}
        help={t(`settings.senders.policyHelp.${senderPolicy}`)}
        options={deviceFields.senderPolicy.options.map((one) => [one, t(`settings.senders.policies.${one}`)])}
        {...bind('senderPolicy')}
      />
      {chosen !== undefined && (isWholeDomain(chosen.address) || sender !== '') ? (
        <AddressField
          label={t('settings.senders.sender')}
          help={t('settings.senders.senderHelp')}
          {...bind('sender')}
        />
      ) : null}
      <NumberField label={t('settings.senders.limit')} {...checked('limit')} />
      <ProblemNotice problem={problem} />
      <DialogActions
        go={t(device === undefined ? 'settings.senders.add' : 'common.save')}
        busy={busy}
        onClose={onClose}
      />
    </Form>
  );
}

function NumberField(props: {
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onValue: (value: string) => void;
}): ReactNode {
  const { onValue, ...rest } = props;
  const take = (value: string): void => onValue(value.trim());
  return <TextField {...rest} required inputMode="numeric" pattern="\d{1,5}" onValue={take} />;
}
