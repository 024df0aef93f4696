import { type ReactNode, useSyncExternalStore } from 'react';
import type { Backend } from '#contract/commands.ts';
import { Emitter } from '#contract/emitter.ts';
import type { Problem } from '#contract/problem.ts';
import type { AccountView } from '#contract/views.ts';
import { Button } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { presentRoute } from '../../route.ts';
import { t } from '../../i18n.ts';

/** How long a removal can be taken back. Milliseconds. */
const undoTime = 10_000;

/** An account that is about to be removed, or that could not be. */
interface Removal {
  readonly id: string;
  readonly address: string;
  readonly problem?: Problem;
}

interface Pending extends Removal {
  readonly carryOut: () => void;
}

let pending: readonly Pending[] = [];
const changes = new Emitter();

function show(next: readonly Pending[]): void {
  pending = next;
  changes.emit();
}

/** Removes an account after a while in which it can be taken back; at once when the list is left, where that is offered. */
export function removeSoon(backend: Backend, account: Pick<AccountView, 'id' | 'address'>): void {
  const { id, address } = account;
  let begun = false;
  const removal: Pending = { id, address, carryOut: () => void carryOut() };
  const carryOut = async (): Promise<void> => {
    // it may have been taken back, and asked for anew
    if (begun || !pending.includes(removal)) return;
    begun = true;
    const result = await backend.run('account-remove', { account: id });
    const others = pending.filter((other) => other.id !== id);
    show(result.ok ? others : [...others, { ...removal, problem: result }]);
  };
  show([...pending.filter((other) => other.id !== id), removal]);
  window.setTimeout(removal.carryOut, undoTime);
}

/** Takes a removal back, or puts the notice of a failed one away. */
function keepAccount(id: string): void {
  show(pending.filter((removal) => removal.id !== id));
}

function carryOutAll(): void {
  for (const removal of pending) removal.carryOut();
}

window.addEventListener('pagehide', carryOutAll);
window.addEventListener('hashchange', () => {
  if (presentRoute().page !== 'accounts') carryOutAll();
});

/** The removals that are not carried out yet, and those that failed. */
export function useRemovals(): readonly Removal[] {
  return useSyncExternalStore(changes.on, () => pending);
}

/** Accounts that are about to go, with the way back; several that were removed together come back together. */
export function RemovalNotices(): ReactNode {
  const removals = useRemovals();
  const going = removals.filter(({ problem }) => problem === undefined);
  const [first] = going;
  return (
    <div role="status" className={removals.length === 0 ? 'visually-hidden' : 'stack-tight'}>
      {first === undefined ? null : (
        <div className="notice row row-apart">
          <span className="wrap-anywhere">
            {going.length === 1
              ? t('accounts.removed.message', { address: first.address })
              : t('accounts.removed.many', { count: going.length })}
          </span>
          <Button
            icon="undo"
            onClick={() => {
              for (const { id } of going) keepAccount(id);
            }}
          >
            {t('common.undo')}
          </Button>
        </div>
      )}
      {removals.map(({ id, address, problem }) =>
        problem === undefined ? null : (
          <ProblemNotice key={id} problem={problem}>
            <p>{t('accounts.removed.failed', { address })}</p>
            <div>
              <Button onClick={() => keepAccount(id)}>{t('common.close')}</Button>
            </div>
          </ProblemNotice>
        ),
      )}
    </div>
  );
}
