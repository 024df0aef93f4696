import { isWholeDomain } from '#contract/account.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailProgram } from '#contract/commands/setup.ts';
import type { AccountView } from '#contract/views.ts';
import { useBackend } from '../../backend/backend-context.tsx';
import { useCommand } from '../../backend/use-command.ts';
import { Button } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';

const configurations = ['mutt', 'msmtp', 'mbsync', 'fetchmail', 'getmail', 'offlineimap'] as const;

/** Saves settings for a mail program as a file; without a program named, one of those that read one is chosen. */
export function SaveProfile(props: {
  readonly account: AccountView;
  readonly program?: MailProgram;
  readonly label: string;
}): ReactNode {
  const { account, program, label } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  const profile = useCommand('client-profile');
  const [chosen, setChosen] = useState<(typeof configurations)[number]>('mutt');
  // a whole domain has no settings of its own
  if (isWholeDomain(account.address)) return null;
  const save = async (): Promise<void> => {
    const made = await profile.run({ account: account.id, program: program ?? chosen });
    if (made.ok) await backend.host('host-save-file', made.value);
  };
  return (
    <>
      {program === undefined ? (
        <div className="row">
          <label className="row">
            {label}
            <select
              className="select"
              value={chosen}
              onChange={(event) =>
                setChosen(configurations.find((each) => each === event.target.value) ?? 'mutt')
              }
            >
              {configurations.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </label>
          <Button disabled={profile.busy} onClick={() => void save()}>
            {t('account.connect.save.configurationGo')}
          </Button>
        </div>
      ) : (
        <Button disabled={profile.busy} onClick={() => void save()}>
          {label}
        </Button>
      )}
      {profile.problem === undefined ? null : <ProblemNotice problem={profile.problem} />}
    </>
  );
}
