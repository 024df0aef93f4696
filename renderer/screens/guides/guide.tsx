import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '#contract/views.ts';
import { useBackend } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import type { GuideField } from '#contract/providers/preset.ts';
import { presetFor } from '#contract/providers/presets.ts';

/** The steps beside the form; the one that tells about the field asked for is shown and marked. */
export function Guide(props: {
  readonly provider: ClientView['provider'];
  readonly cloud: NonNullable<ClientView['cloud']>;
  readonly grant: ClientView['grant'];
  /** The field whose line is wanted; `asked` counts the questions, so that asking twice scrolls twice. */
  readonly field: GuideField | undefined;
  readonly asked: number;
  /** Back to where the question was asked. */
  readonly onBack: () => void;
}): ReactNode {
  const { provider, cloud, grant, field, asked, onBack } = props;
  const { t } = useTranslation();
  const backend = useBackend();
  const wanted = useRef<HTMLLIElement>(null);
  const { portal, guide } = presetFor({ provider, cloud });
  useEffect(() => {
    if (asked === 0) return;
    wanted.current?.focus({ preventScroll: true });
    wanted.current?.scrollIntoView({ block: 'center' });
  }, [asked, field]);
  let found = false;
  return (
    <div className="stack guide">
      {portal === undefined ? null : (
        <div>
          <Button
            look="link"
            className="guide-portal"
            onClick={() => void backend.host('host-open-page', { url: portal.url })}
          >
            {t('guide.portal', { portal: portal.name })}
          </Button>
        </div>
      )}
      {guide(grant).map((part) => (
        <section key={part.title} className="stack-tight">
          <h3>{t(part.title)}</h3>
          <ol className="guide-steps">
            {part.steps.map((step) => {
              const isWanted = !found && field !== undefined && step.field === field;
              found ||= isWanted;
              return (
                <li
                  key={step.text}
                  className={isWanted ? 'guide-step guide-step-wanted' : 'guide-step'}
                  {...(isWanted ? { ref: wanted, tabIndex: -1, 'aria-current': 'true' as const } : {})}
                >
                  {t(step.text)}
                  {isWanted ? (
                    <Button look="link" className="button-inline guide-back" onClick={onBack}>
                      {t('guide.back')}
                    </Button>
                  ) : null}
                </li>
              );
            })}
          </ol>
        </section>
      ))}
    </div>
  );
}
