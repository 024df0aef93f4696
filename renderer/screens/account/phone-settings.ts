import { isWholeDomain } from '#contract/account.ts';
import {
  endpointFromElsewhere,
  isLoopbackHost,
  type MailEndpoint,
  type Protocol,
} from '#contract/endpoints.ts';
import type { Snapshot } from '#contract/views.ts';

/** Protocols, encryption and login by the numbers of the format. */
const [imapProtocol, smtpProtocol, tls, password] = [0, 0, 3, 1] as const;

/**
 * An account's settings as Thunderbird for Android reads them from a QR code: "Export for Mobile" format 1, as its
 * repository says it in feature/migration/qrcode/qr-code-format.md. Undefined where an account cannot be told so: the
 * format is for ASCII and for one mailbox.
 */
export function phoneSettings(account: {
  readonly address: string;
  readonly imap: MailEndpoint;
  readonly smtp: MailEndpoint;
  readonly password?: string | undefined;
}): string | undefined {
  const { address, imap, smtp } = account;
  if (isWholeDomain(address) || !/^[\x21-\x7e]+$/.test(`${address}${imap.host}${smtp.host}`))
    return undefined;
  const named = account.password === undefined ? [] : [address, account.password];
  const secret = account.password === undefined ? [] : [account.password];
  return JSON.stringify([
    1,
    [1, 1],
    [imapProtocol, imap.host, imap.port, tls, password, address, ...named],
    [
      [
        [smtpProtocol, smtp.host, smtp.port, tls, password, address, ...secret],
        [address, address],
      ],
    ],
  ]);
}

/** How another device of the network reaches this computer, by the names of its certificate: an address before a name. */
export function lanHost(names: readonly string[]): string | undefined {
  const others = names.filter((name) => !isLoopbackHost(name));
  return others.find((name) => /^\d+(?:\.\d+){3}$/.test(name)) ?? others[0];
}

/**
 * What another device of the network enters for a protocol; undefined where none reaches it.
 * @param unknownHost - what stands for this computer's address where it is not known
 */
export function endpointForDevices(
  { listeners, settings }: Pick<Snapshot, 'listeners' | 'settings'>,
  protocol: Protocol,
  unknownHost: string,
): MailEndpoint | undefined {
  const found = endpointFromElsewhere(listeners, protocol);
  if (found?.everywhere !== true) return found;
  return { ...found, host: lanHost(settings?.certificateNames ?? []) ?? unknownHost };
}
