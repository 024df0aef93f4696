import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { endpointFor, protocolName, protocols } from '#contract/endpoints.ts';
import { useShown } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';

export interface MadePassword {
  readonly address: string;
  readonly password: string;
}

/**
 * Passwords that were made just now, with what a mail program enters beside them: a part of paper for each mailbox. They
 * are held by this page alone, and gone with it.
 */
export function PasswordSheet(props: {
  readonly made: readonly MadePassword[];
  readonly onDone: () => void;
}): ReactNode {
  const { made, onDone } = props;
  const { t } = useTranslation();
  const listeners = useShown().snapshot?.listeners ?? [];
  useEffect(() => {
    window.print();
  }, [made]);
  const endpoints = protocols
    .map((protocol) => endpointFor(listeners, protocol, 'plain-first'))
    .filter((endpoint) => endpoint !== undefined);
  return (
    <section className="print-sheet stack" aria-label={t('client.setup.sheet')}>
      <p className="print-hidden">{t('client.setup.sheetText')}</p>
      {made.map(({ address, password }) => (
        <div key={address} className="card print-part" translate="no">
          <h3 className="wrap-anywhere">{address}</h3>
          <dl className="print-facts">
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
      ))}
      <div className="row print-hidden">
        <Button icon="printer" onClick={() => window.print()}>
          {t('client.setup.printAgain')}
        </Button>
        <Button look="main" onClick={onDone}>
          {t('client.setup.sheetDone')}
        </Button>
      </div>
    </section>
  );
}
