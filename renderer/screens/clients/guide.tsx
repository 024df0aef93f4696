import { type ReactNode, useEffect, useRef } from 'react';
import { type GuideField, guidePage, type Preset } from '#contract/providers/preset.ts';
import { presetFor } from '#contract/providers/presets.ts';
import type { ClientDraft } from './client-draft.ts';
import { Button, OpenPageButton } from '../../components/button.tsx';
import { ProgressBar, StepNumber } from '../../components/steps.tsx';
import { t } from '../../i18n.ts';

/** Whose accounts a client is to sign in, where that is known. */
export type GuideAudience = Parameters<Preset['guide']>[1];

/** The steps beside the form: the one about the field that one is at is marked and shown, with the portal's page for it. */
export function Guide(props: {
  readonly draft: ClientDraft;
  readonly audience: GuideAudience;
  /** The field that one is at, or has asked about. */
  readonly field: GuideField | undefined;
  /** Counts the questions: each one leads to the step, asked twice too. */
  readonly asked: number;
  /** Back to where the question was asked. */
  readonly onBack: () => void;
}): ReactNode {
  const { draft, audience, field, asked, onBack } = props;
  const wanted = useRef<HTMLLIElement>(null);
  const preset = presetFor(draft);
  const { portal } = preset;
  const parts = preset.guide(draft.grant, audience);
  const steps = parts.flatMap((part) => part.steps);
  const current = field === undefined ? -1 : steps.findIndex((step) => step.field === field);
  // a step without a page of its own goes on where the one before has led
  const page = steps
    .slice(0, current + 1)
    .map((step) => guidePage(preset, step, draft.texts.clientId ?? ''))
    .findLast((url) => url !== undefined);
  const url = page ?? portal?.url;
  useEffect(() => {
    const step = wanted.current;
    const panel = step?.closest('aside');
    // only within the panel: where it stands below the form, whoever types there stays there
    if (step === null || !(panel instanceof HTMLElement) || panel.scrollHeight <= panel.clientHeight) return;
    panel.scrollTop = step.offsetTop - (panel.clientHeight - step.offsetHeight) / 2;
  }, [field]);
  useEffect(() => {
    if (asked === 0) return;
    wanted.current?.focus({ preventScroll: true });
    wanted.current?.scrollIntoView({ block: 'center' });
  }, [asked]);
  return (
    <div className="stack guide">
      {current < 0 ? null : (
        <ProgressBar value={current + 1} most={steps.length}>
          {t('guide.progress', { step: current + 1, steps: steps.length })}
        </ProgressBar>
      )}
      {url === undefined ? null : (
        <div>
          <OpenPageButton url={url}>
            {page === undefined ? t('guide.portal', { portal: portal?.name ?? '' }) : t('guide.page')}
          </OpenPageButton>
        </div>
      )}
      {parts.map((part) => (
        <section key={part.title} className="stack-tight">
          <h3>{t(part.title)}</h3>
          <ol className="plain-list guide-steps">
            {part.steps.map((step) => {
              const index = steps.indexOf(step);
              const isWanted = index === current;
              return (
                <li
                  key={step.text}
                  className={isWanted ? 'small guide-step guide-step-wanted' : 'small guide-step'}
                  {...(isWanted ? { ref: wanted, tabIndex: -1, 'aria-current': 'step' as const } : {})}
                >
                  <StepNumber
                    number={index + 1}
                    state={isWanted ? 'now' : index < current ? 'done' : 'later'}
                  />
                  <div>
                    {t(step.text)}
                    {isWanted && asked > 0 ? (
                      <Button look="link" className="button-inline guide-back" onClick={onBack}>
                        {t('guide.back')}
                      </Button>
                    ) : null}
                  </div>
                </li>
              );
            })}
          </ol>
        </section>
      ))}
    </div>
  );
}
