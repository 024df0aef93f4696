import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClientCertificate, makeCertificates, makeClientCertificate } from './certificates.ts';
import type { SandboxClient, SandboxUser } from './directory.ts';
import { SandboxProvider } from './identity-provider.ts';
import { SandboxMailApi } from './mail-api.ts';
import { SandboxImapServer } from './imap-server.ts';
import type { MailTls } from './mail-listener.ts';
import type { MailRefusals } from './mail-server.ts';
import { MessageStore } from './message-store.ts';
import { SandboxPopServer } from './pop-session.ts';
import type { ProviderSettings } from './provider-context.ts';
import { SandboxSmtpServer } from './smtp-server.ts';
import { makeSandboxClients, type SandboxClients } from './sandbox-clients.ts';

/** The shared mailbox of the sandbox's organization. */
const sharedMailbox = 'office@example.org';

interface SandboxUsers extends Record<string, SandboxUser> {
  readonly anna: SandboxUser;
  readonly bo: SandboxUser;
  readonly mia: SandboxUser;
  readonly fred: SandboxUser;
  readonly pia: SandboxUser;
  readonly dora: SandboxUser;
}

/** The people of the sandbox, made anew each time: a test may change them. */
function makeSandboxUsers(): SandboxUsers {
  return {
    /** Opens the shared mailbox too. */
    anna: {
      address: 'anna@example.org',
      password: 'anna-demo-password',
      name: 'Anna Example',
      aliases: ['anna.example@example.org'],
      sharedMailboxes: [sharedMailbox],
      sendAs: [sharedMailbox],
    },
    bo: { address: 'bo@example.org', password: 'bo-demo-password', name: 'Bo Example' },
    /** Needs a second factor. */
    mia: { address: 'mia@example.org', password: 'mia-demo-password', name: 'Mia Example', mfa: true },
    /** Signs in at another identity provider. */
    fred: {
      address: 'fred@example.org',
      password: 'fred-demo-password',
      name: 'Fred Example',
      federated: true,
    },
    /** Has a personal account. */
    pia: {
      address: 'pia@outlook.example',
      password: 'pia-demo-password',
      name: 'Pia Example',
      personal: true,
    },
    /** Has left: the account is disabled. */
    dora: {
      address: 'dora@example.org',
      password: 'dora-demo-password',
      name: 'Dora Example',
      disabled: true,
    },
  };
}

export interface SandboxOptions {
  /** Default: starttls. IMAP and POP have TLS from the first octet on. */
  readonly smtpTls?: MailTls;
  /** Default: challenge. */
  readonly refusals?: MailRefusals;
  readonly settings?: Partial<ProviderSettings>;
  /** People and clients beside the sandbox's own. */
  readonly users?: readonly SandboxUser[];
  readonly clients?: readonly SandboxClient[];
  /** A folder to write the authority's certificate into. */
  readonly caFolder?: string;
}

/** A provider, its three mail servers, and who is known to them. */
export interface Sandbox {
  readonly provider: SandboxProvider;
  readonly imap: SandboxImapServer;
  readonly pop: SandboxPopServer;
  readonly smtp: SandboxSmtpServer;
  /** Microsoft Graph and the Gmail API. */
  readonly api: SandboxMailApi;
  /** The certificate (PEM) to trust. */
  readonly ca: string;
  /** Where it was written, when a folder was given. */
  readonly caFile?: string;
  readonly users: SandboxUsers;
  /** A mailbox that nobody signs in to; anna may open it and send as it. */
  readonly sharedMailbox: string;
  readonly clients: SandboxClients;
  /** The certificate client's key and certificate. */
  readonly clientCertificate: ClientCertificate;
  /** The service account's private key (PKCS #8, PEM). */
  readonly serviceAccountKey: string;
  readonly store: MessageStore;
  stop(): Promise<void>;
}

interface RsaKeys {
  readonly clientCertificate: ClientCertificate;
  readonly serviceAccount: { readonly publicKey: string; readonly privateKey: string };
}

/** Made once in a process: RSA keys take a good part of a second. */
let rsaKeys: Promise<RsaKeys> | undefined;

async function makeRsaKeys(): Promise<RsaKeys> {
  const serviceAccount = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { clientCertificate: await makeClientCertificate(), serviceAccount };
}

/** Starts everything on 127.0.0.1, each on a port of its own. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const [certificates, { clientCertificate, serviceAccount }] = await Promise.all([
    makeCertificates(),
    (rsaKeys ??= makeRsaKeys()),
  ]);
  const users = makeSandboxUsers();
  const clients = makeSandboxClients(clientCertificate.cert, serviceAccount.publicKey);
  const provider = new SandboxProvider({
    users: [...Object.values(users), ...(options.users ?? [])],
    sharedMailboxes: [{ address: sharedMailbox }],
    clients: [...Object.values(clients), ...(options.clients ?? [])],
    tls: certificates,
    settings: options.settings,
  });
  const store = new MessageStore();
  const common = { provider, store, certificate: certificates, refusals: options.refusals ?? 'challenge' };
  const imap = new SandboxImapServer({ ...common, tls: 'implicit' });
  const pop = new SandboxPopServer({ ...common, tls: 'implicit' });
  const smtp = new SandboxSmtpServer({ ...common, tls: options.smtpTls ?? 'starttls' });
  const api = new SandboxMailApi({ provider, store });
  const parts = [provider, imap, pop, smtp, api];
  const stop = async (): Promise<void> => {
    await Promise.all(parts.map((part) => part.stop()));
  };
  try {
    await Promise.all(parts.map((part) => part.start()));
    const caFile = options.caFolder === undefined ? undefined : join(options.caFolder, 'sandbox-ca.pem');
    if (caFile !== undefined) await writeFile(caFile, certificates.ca);
    return {
      provider,
      imap,
      pop,
      smtp,
      api,
      ca: certificates.ca,
      caFile,
      users,
      sharedMailbox,
      clients,
      clientCertificate,
      serviceAccountKey: serviceAccount.privateKey,
      store,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
