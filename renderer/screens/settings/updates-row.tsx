import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostInfo } from '#contract/commands/host.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';

type Updates = NonNullable<HostInfo['updates']>;

/** How updates stand, in words, and what can be done. One that is ready is not installed while mail flows, unless the person says so. */
export function UpdatesRow(props: {
  readonly updates: Updates;
  readonly onCheck: () => Promise<void>;
  readonly onInstall: () => Promise<void>;
}): ReactNode {
  const { updates, onCheck, onInstall } = props;
  const { t } = useTranslation();
  const { snapshot } = useShown();
  const [asking, setAsking] = useState(false);
  const sessions = (snapshot?.accounts ?? []).reduce(
    (sum, { sessions: { imap, pop, smtp } }) => sum + imap + pop + smtp,
    0,
  );
  const close = (): void => setAsking(false);
  return (
    <div className="setting">
      <div className="setting-words">
        <p>{t('settings.program.updates')}</p>
        <p className="small quiet" role="status">
          {useUpdateText(updates)}
        </p>
      </div>
      {updates.state === 'off' ? null : updates.state === 'downloaded' ? (
        <Button onClick={() => (sessions === 0 ? void onInstall() : setAsking(true))}>
          {t('settings.program.installUpdate')}
        </Button>
      ) : (
        <Button
          busy={updates.state === 'checking' || updates.state === 'downloading'}
          onClick={() => void onCheck()}
        >
          {t('settings.program.checkUpdates')}
        </Button>
      )}
      <Dialog open={asking} title={t('settings.program.installAskTitle')} onClose={close}>
        <p>{t('settings.program.installAsk', { count: sessions })}</p>
        <DialogActions>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button
            look="main"
            autoFocus
            onClick={() => {
              close();
              void onInstall();
            }}
          >
            {t('settings.program.installUpdate')}
          </Button>
        </DialogActions>
      </Dialog>
    </div>
  );
}

function useUpdateText(updates: Updates): string {
  const { t } = useTranslation();
  switch (updates.state) {
    case 'off':
      return t(`settings.program.updatesState.off_${updates.why}`);
    case 'failed':
      return t(`settings.program.updatesState.failed_${updates.why}`);
    case 'idle':
    case 'checking':
      return t(`settings.program.updatesState.${updates.state}`);
    case 'available':
    case 'downloaded':
      return t(`settings.program.updatesState.${updates.state}`, { version: updates.version });
    case 'downloading': {
      const { version, percent } = updates;
      return percent === undefined
        ? t('settings.program.updatesState.downloading', { version })
        : t('settings.program.updatesState.downloadingPercent', { version, percent });
    }
    default:
      return updates satisfies never;
  }
}
