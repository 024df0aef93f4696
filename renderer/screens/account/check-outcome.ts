import type { CheckStep } from '#contract/views.ts';

/** What a check has found, as a person asks it: does mail come in, does it go out. */
export type CheckOutcome = 'good' | `bad.${'none' | 'sending' | 'receiving' | 'both' | 'some'}`;

export function checkOutcome(steps: readonly CheckStep[]): CheckOutcome {
  if (steps.every(({ ok }) => ok)) return 'good';
  const works = (protocols: readonly CheckStep['protocol'][]): boolean | undefined => {
    const tried = steps.filter(({ protocol }) => protocol !== undefined && protocols.includes(protocol));
    if (tried.every(({ ok }) => ok)) return tried.length > 0 ? true : undefined;
    // one of IMAP and POP may work where the other does not
    return tried.some(({ name, ok }) => name === 'login' && ok) ? undefined : false;
  };
  const receiving = works(['imap', 'pop']);
  const sending = works(['smtp']);
  if (steps.every(({ protocol }) => protocol === undefined)) return 'bad.none';
  if (receiving === true && sending === false) return 'bad.sending';
  if (receiving === false && sending === true) return 'bad.receiving';
  return receiving === false && sending === false ? 'bad.both' : 'bad.some';
}
