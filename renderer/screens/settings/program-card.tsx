import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { languages, languageSchema } from '#messages/languages.ts';
import type { HostInfo } from '#contract/commands/host.ts';
import type { CommandResult, Problem } from '#contract/problem.ts';
import { Select } from '../../components/field.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { mayNotify } from '../../shell.tsx';
import {
  keepLanguage,
  keepNotices,
  keepTheme,
  keptNotices,
  keptTheme,
  themeSchema,
} from '../../preferences.ts';
import { useBackend, useHostInfo, useSnapshot } from '../../backend/backend-context.tsx';
import { HeldNote, SettingRow, SettingsCard, Switch, useHeld } from './settings-card.tsx';
import { language, switchLanguage, t } from '../../i18n.ts';

/** How this program starts, looks and speaks. */
export function ProgramCard(): ReactNode {
  const backend = useBackend();
  const { info, problem, ask } = useHostState();
  const [theme, setTheme] = useState(keptTheme);
  const startHeld = useHeld('startAtLogin');
  const windowHeld = useHeld('signInWindow');
  const updates = info?.updates;
  return (
    <SettingsCard title={t('settings.program.title')}>
      {info?.secretsKept === false ? (
        <p className="tone-care">{t('settings.program.secretsNotKept')}</p>
      ) : null}
      <SettingRow title={t('settings.program.language')}>
        {(control) => (
          <select
            {...control}
            className="select"
            value={language()}
            onChange={(event) => {
              const chosen = languageSchema.parse(event.target.value);
              keepLanguage(chosen);
              void switchLanguage(chosen);
              if (info?.kind === 'desktop') void ask(backend.host('host-set-language', { language: chosen }));
            }}
          >
            {Object.keys(languages).map((one) => (
              <option key={one} value={one} lang={one} translate="no">
                {new Intl.DisplayNames([one], { type: 'language' }).of(one)}
              </option>
            ))}
          </select>
        )}
      </SettingRow>
      <SettingRow title={t('settings.program.theme')}>
        {(control) => (
          <Select
            {...control}
            className="select"
            options={themeSchema.options.map((one) => [one, t(`settings.program.themes.${one}`)])}
            value={theme}
            onValue={(chosen) => {
              setTheme(chosen);
              keepTheme(chosen);
            }}
          />
        )}
      </SettingRow>
      <NoticesSwitch />
      {info?.startAtLogin === undefined ? null : (
        <SettingRow
          title={t('settings.program.startAtLogin')}
          text={
            startHeld ? (
              <HeldNote />
            ) : info.startAtLogin === 'needs-approval' ? (
              <span className="tone-care">{t('settings.program.startAtLoginApproval')}</span>
            ) : undefined
          }
        >
          {(control) => (
            <Switch
              {...control}
              checked={info.startAtLogin !== 'off'}
              disabled={startHeld}
              onChange={(on) => ask(backend.host('host-set-start-at-login', { on }))}
            />
          )}
        </SettingRow>
      )}
      {info?.signInWindow === undefined ? null : (
        <SettingRow
          title={t('settings.program.signInWindow')}
          text={
            <>
              {t('settings.program.signInWindowText')}
              {windowHeld ? <HeldNote /> : null}
            </>
          }
        >
          {(control) => (
            <Switch
              {...control}
              checked={info.signInWindow === true}
              disabled={windowHeld}
              onChange={(on) => ask(backend.host('host-set-sign-in-window', { on }))}
            />
          )}
        </SettingRow>
      )}
      {updates === undefined ? null : (
        <UpdatesRow
          updates={updates}
          onCheck={() => void ask(backend.host('host-check-updates', {}))}
          onInstall={() => void ask(backend.host('host-install-update', {}))}
        />
      )}
      <ProblemNotice problem={problem} />
    </SettingsCard>
  );
}

/** While the host looks for updates, it is asked again this often. Milliseconds. */
const pollInterval = 1_000;

/** The host as it is now, and what of it is asked to change: it is looked at again then. */
function useHostState(): {
  readonly info: HostInfo | undefined;
  readonly problem: Problem | undefined;
  readonly ask: (asked: Promise<CommandResult<unknown>>) => Promise<void>;
} {
  const backend = useBackend();
  const atFirst = useHostInfo();
  const [now, setNow] = useState<HostInfo>();
  const [problem, setProblem] = useState<Problem>();
  const info = now ?? atFirst;
  const refresh = useCallback(async (): Promise<void> => {
    const result = await backend.host('host-info', {});
    if (result.ok) setNow(result.value);
  }, [backend]);
  useEffect(() => {
    // the tray and the system's own settings change it too, and whoever comes back sees that
    const look = (): void => void refresh();
    look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [refresh]);
  const busy = info?.updates?.state === 'checking' || info?.updates?.state === 'downloading';
  useEffect(() => {
    if (!busy) return undefined;
    const timer = window.setInterval(() => void refresh(), pollInterval);
    return () => window.clearInterval(timer);
  }, [busy, refresh]);
  const ask = async (asked: Promise<CommandResult<unknown>>): Promise<void> => {
    const result = await asked;
    setProblem(result.ok ? undefined : result);
    await refresh();
  };
  return { info, problem, ask };
}

type Updates = NonNullable<HostInfo['updates']>;

/** How updates stand, in words, and what can be done. One that is ready is not installed while mail flows, unless the person says so. */
function UpdatesRow(props: {
  readonly updates: Updates;
  readonly onCheck: () => void;
  readonly onInstall: () => void;
}): ReactNode {
  const { updates, onCheck, onInstall } = props;
  const [asking, setAsking] = useState(false);
  const sessions = useSnapshot().accounts.reduce(
    (sum, { sessions: { imap, pop, smtp } }) => sum + imap + pop + smtp,
    0,
  );
  return (
    <div className="row setting">
      <div className="setting-words">
        <p>{t('settings.program.updates')}</p>
        <p className="small quiet" role="status">
          {useUpdateText(updates)}
        </p>
      </div>
      {updates.state === 'off' ? null : updates.state === 'downloaded' ? (
        <Button onClick={() => (sessions === 0 ? onInstall() : setAsking(true))}>
          {t('settings.program.installUpdate')}
        </Button>
      ) : (
        <Button busy={updates.state === 'checking' || updates.state === 'downloading'} onClick={onCheck}>
          {t('settings.program.checkUpdates')}
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        title={t('settings.program.installAskTitle')}
        go={t('settings.program.installUpdate')}
        onGo={onInstall}
        onClose={() => setAsking(false)}
      >
        <p>{t('settings.program.installAsk', { count: sessions })}</p>
      </ConfirmDialog>
    </div>
  );
}

function useUpdateText(updates: Updates): string {
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

/** Whether the browser notifies when an account needs its person; the browser asks at the click, and never before. */
function NoticesSwitch(): ReactNode {
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
      text={denied ? <span className="tone-care">{t('settings.program.noticesDenied')}</span> : undefined}
    >
      {(control) => <Switch {...control} checked={on} onChange={choose} />}
    </SettingRow>
  );
}
