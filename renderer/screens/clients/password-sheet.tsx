import { useEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { endpointFor, protocolName, protocols } from '#contract/endpoints.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { endpointForDevices } from '../account/phone-settings.ts';
import { Button } from '../../components/button.tsx';

export interface MadePassword {
  readonly address: string;
  readonly password: string;
}

/**
 * Passwords that were made just now, printed with what a mail program enters beside them: a part of paper for each
 * mailbox. They are held by this page alone, and gone with it.
 */
export function PasswordSheet(props: {
  readonly made: readonly MadePassword[];
  readonly onDone: () => void;
}): ReactNode {
  const { made, onDone } = props;
  const { t } = useTranslation();
  const parts = <SheetParts made={made} />;
  useEffect(() => {
    window.print();
  }, [made]);
  return (
    <section className="stack" aria-label={t('client.setup.sheet')}>
      <p>{t('client.setup.sheetText')}</p>
      {parts}
      <div className="row">
        <Button icon="printer" onClick={() => window.print()}>
          {t('client.setup.printAgain')}
        </Button>
        <Button look="main" onClick={onDone}>
          {t('client.setup.sheetDone')}
        </Button>
      </div>
      {/* beside the program's window: on paper there is nothing else */}
      {createPortal(<div className="paper">{parts}</div>, document.body)}
    </section>
  );
}

function SheetParts({ made }: { readonly made: readonly MadePassword[] }): ReactNode {
  const { t } = useTranslation();
  const { snapshot } = useShown();
  // paper goes to devices: where they reach this computer, its own address is no use to them
  const endpoints = protocols
    .map(
      (protocol) =>
        snapshot &&
        (endpointForDevices(snapshot, protocol, t('account.connect.networkServer')) ??
          endpointFor(snapshot.listeners, protocol, 'plain-first')),
    )
    .filter((endpoint) => endpoint !== undefined);
  return made.map(({ address, password }) => (
    <div key={address} className="sunken paper-part" translate="no">
      <h3 className="wrap-anywhere">{address}</h3>
      <dl className="paper-facts">
        {endpoints.map(({ protocol, host, port, security }) => (
          <div key={protocol}>
            <dt className="quiet">{protocolName[protocol]}</dt>
            <dd>
              <code>
                {host}:{port}
              </code>{' '}
              {security === 'tls' ? 'TLS' : ''}
            </dd>
          </div>
        ))}
        <div>
          <dt className="quiet">{t('client.setup.password')}</dt>
          <dd>
            <code>{password}</code>
          </dd>
        </div>
      </dl>
    </div>
  ));
}
