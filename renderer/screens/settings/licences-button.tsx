import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBackend } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';

/** Shows the terms of the packages that are in the program. */
export function LicencesButton(): ReactNode {
  const { t } = useTranslation();
  const backend = useBackend();
  const [text, setText] = useState<string>();
  const show = async (): Promise<void> => {
    const result = await backend.host('host-licences', {});
    setText((result.ok ? result.value.text : undefined) ?? t('settings.support.licensesNotHere'));
  };
  return (
    <>
      <Button look="link" onClick={() => void show()}>
        {t('settings.support.licenses')}
      </Button>
      <Dialog
        title={t('settings.support.licenses')}
        open={text !== undefined}
        onClose={() => setText(undefined)}
      >
        {/* focusable, so that the keyboard can scroll it */}
        <pre className="script" tabIndex={0} role="region" aria-label={t('settings.support.licenses')}>
          {text}
        </pre>
        <div className="row">
          <Button onClick={() => setText(undefined)}>{t('common.close')}</Button>
        </div>
      </Dialog>
    </>
  );
}
