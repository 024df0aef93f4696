import { type ReactNode, useMemo, useState } from 'react';
import { encode } from 'uqr';
import type { Message } from '#messages/message.ts';
import { minutesAndSeconds, useEverySecond } from '../time-words.ts';
import { CopyButton, OpenPageButton } from './button.tsx';
import { Icon, Mark } from './icon.tsx';
import { useLostFocus } from './page-heading.tsx';
import { format, t } from '../i18n.ts';

/** Codes are good for a multiple of it. Milliseconds. */
const usualLife = 5 * 60_000;

/** A code to type on another device: large, its page as a link and a QR code, and how long it is still good. */
export function DeviceCode(props: {
  readonly address: string;
  readonly userCode: string;
  readonly url?: string | undefined;
  readonly expiresAt?: number | undefined;
  /** What a further code is for. */
  readonly why?: Message | undefined;
}): ReactNode {
  const { address, userCode, url, expiresAt, why } = props;
  const heading = useLostFocus<HTMLHeadingElement>();
  return (
    <>
      <section className="card stack device-code" aria-labelledby="device-code-title">
        <div>
          <h2 ref={heading} tabIndex={-1} id="device-code-title" className="headline">
            {t('account.signIn.waitingCode')}
          </h2>
          {why === undefined ? null : <p role="status">{format(why)}</p>}
          <p className="quiet wrap-anywhere">{t('account.signIn.codeFor', { address })}</p>
        </div>
        <div className="row row-apart device-code-box">
          <code className="user-code" translate="no" aria-label={`${t('account.signIn.code')}: ${userCode}`}>
            {userCode}
          </code>
          <CopyButton text={userCode}>{t('copy.do')}</CopyButton>
        </div>
        {url === undefined ? null : (
          <div className="row device-code-page">
            <QrCode text={url} label={t('account.signIn.qr', { url })} />
            <div className="stack-tight">
              <p className="small quiet">{t('account.signIn.scan')}</p>
              <p className="row no-wrap">
                <span className="device-code-url" translate="no">
                  {url.replace(/^https?:\/\//, '')}
                </span>
                <CopyButton text={url} what={t('account.signIn.page')} />
              </p>
              <div>
                <OpenPageButton url={url}>{t('account.signIn.open')}</OpenPageButton>
              </div>
            </div>
          </div>
        )}
        {expiresAt === undefined ? (
          <Mark tone="busy">{t('account.signIn.waitingForYou')}</Mark>
        ) : (
          <TimeLeft until={expiresAt} />
        )}
      </section>
      <p className="info-line small quiet">
        <Icon name="info" />
        {t('account.signIn.fraud')}
      </p>
    </>
  );
}

function TimeLeft({ until }: { readonly until: number }): ReactNode {
  const now = useEverySecond();
  const [life] = useState(() => Math.max(1, Math.ceil((until - now) / usualLife)) * usualLife);
  const left = Math.max(0, until - now);
  return (
    <div className="stack-tight">
      <span className="progress-bar progress-waiting" aria-hidden="true">
        <span style={{ inlineSize: `${String(Math.round((1_000 * left) / life) / 10)}%` }} />
      </span>
      <div className="row row-apart">
        <Mark tone="busy">{t('account.signIn.waitingForYou')}</Mark>
        <span className="small quiet" role="timer">
          {t('account.signIn.goodFor', { time: minutesAndSeconds(left) })}
        </span>
      </div>
    </div>
  );
}

/** A text as a QR code, made on this page. Dark on light in every theme, with its quiet zone, as cameras want it. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const { size, path } = useMemo(() => {
    // a border of four modules is the quiet zone of ISO/IEC 18004
    const { size: side, data } = encode(text, { ecc: 'M', border: 4 });
    const dark = data.flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])),
    );
    return { size: side, path: dark.join('') };
  }, [text]);
  return (
    <svg className="qr-code" viewBox={`0 0 ${String(size)} ${String(size)}`} role="img" aria-label={label}>
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  );
}
