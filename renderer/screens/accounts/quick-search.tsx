import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { byUrgency } from '#contract/status.ts';
import { useSnapshot } from '../../backend/backend-context.tsx';
import { Address } from '../../components/address.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Icon, ProviderMark } from '../../components/icon.tsx';
import { goTo } from '../../route.ts';
import { AccountMark } from '../account/account-mark.tsx';
import { matching } from './account-row.tsx';
import { t } from '../../i18n.ts';

/** So many fit below the field without scrolling. */
const most = 8;

/** Ctrl+K, or Cmd+K, on any page: a part of an address, and Enter opens the account. */
export function QuickSearch(): ReactNode {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      // what asks something is answered first
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <Dialog open={open} title={t('accounts.quick.title')} onClose={() => setOpen(false)}>
      <Choice onClose={() => setOpen(false)} />
    </Dialog>
  );
}

/** A field and its list, after the ARIA pattern of a combobox: the arrows move in the list, the focus stays in the field. */
function Choice({ onClose }: { readonly onClose: () => void }): ReactNode {
  const snapshot = useSnapshot();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const found = matching(byUrgency(snapshot.accounts), text);
  const shown = found.slice(0, most);
  const current = Math.min(at, shown.length - 1);
  const openAccount = (account: string | undefined): void => {
    if (account === undefined) return;
    onClose();
    goTo({ page: 'account', id: account });
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && shown.length > 0) setAt((current + step + shown.length) % shown.length);
    else if (event.key === 'Enter') openAccount(shown[current]?.id);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="search">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          data-first=""
          autoComplete="off"
          spellCheck={false}
          aria-label={t('accounts.quick.field')}
          placeholder={t('accounts.quick.field')}
          aria-expanded={shown.length > 0}
          aria-controls={`${id}-list`}
          {...(shown.length === 0 ? {} : { 'aria-activedescendant': `${id}-${String(current)}` })}
          value={text}
          onKeyDown={onKey}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
        />
      </div>
      <ul id={`${id}-list`} role="listbox" aria-label={t('accounts.list')} className="plain-list quick-list">
        {shown.map((account, index) => (
          <li
            key={account.id}
            id={`${id}-${String(index)}`}
            role="option"
            aria-selected={index === current}
            className="row-line quick-option"
            onPointerMove={() => setAt(index)}
            onClick={() => openAccount(account.id)}
          >
            <ProviderMark
              provider={snapshot.clients.find((client) => client.id === account.clientId)?.provider}
            />
            <span className="row-words">
              <Address address={account.address} />
            </span>
            <AccountMark account={account} />
          </li>
        ))}
      </ul>
      <p role="status" className="small quiet">
        {found.length === 0
          ? t('accounts.search.none', { text: text.trim() })
          : t('accounts.quick.found', { count: found.length })}
      </p>
    </>
  );
}
