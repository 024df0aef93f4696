import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useHostInfo } from '../../backend/backend-context.tsx';
import { mayNotify } from '../../panel-notices.ts';
import { keepNotices, keptNotices } from '../../preferences.ts';
import { SettingRow, Switch } from './settings-card.tsx';

/** Whether the browser notifies when an account needs its person; the browser asks at the click, and never before. */
export function NoticesSwitch(): ReactNode {
  const { t } = useTranslation();
  const isPanel = useHostInfo()?.kind === 'panel';
  const [on, setOn] = useState(() => keptNotices() && mayNotify());
  const [denied, setDenied] = useState(false);
  if (!isPanel || !('Notification' in window)) return null;
  const choose = async (wanted: boolean): Promise<void> => {
    const allowed = wanted && (await Notification.requestPermission()) === 'granted';
    keepNotices(allowed);
    setOn(allowed);
    setDenied(wanted && !allowed);
  };
  return (
    <SettingRow
      title={t('settings.program.notices')}
      {...(denied ? { text: <span className="tone-care">{t('settings.program.noticesDenied')}</span> } : {})}
    >
      {(control) => <Switch {...control} checked={on} onChange={choose} />}
    </SettingRow>
  );
}
