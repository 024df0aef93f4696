import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultPorts, isLoopbackHost, tlsPorts } from '#contract/endpoints.ts';
import type { Snapshot } from '#contract/views.ts';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { HeldNote, useHeld } from '../../components/held.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { SettingsCard, Switch } from './settings-card.tsx';

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
