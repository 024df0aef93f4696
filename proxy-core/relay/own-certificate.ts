import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import tls from 'node:tls';
import { certificateText } from '#contract/certificate-text.ts';
import { certificateTrouble, expiryStage, type ExpiryStage } from '#contract/status.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import type { ActivityEntry } from '#contract/views.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { Clock } from '#core/logging/clock.ts';
import { systemErrorText } from '#core/storage/system-error.ts';
import { type Message, msg } from '#messages/message.ts';
import type { LocalCertificate, OwnCertificateState } from './local-tls.ts';

/** How often the files are looked at: whatever way somebody replaces them, links and network shares too. Milliseconds. */
const lookEvery = 10_000;
const day = 86_400_000;

/**
 * - unreadable: a file is not there, or may not be read
 * - no-certificate, no-key: it is not what it should be, or the key is encrypted
 * - mismatch: the key belongs to another certificate
 */
class OwnCertificateError extends CodedError<'unreadable' | 'no-certificate' | 'no-key' | 'mismatch'> {
  override readonly fix: Message;

  constructor(code: OwnCertificateError['code'], text: Message, fix: Message) {
    super(code, text, fix);
    this.fix = fix;
  }
}

/** A certificate that somebody else makes and renews, and its key. */
interface Pair {
  readonly secureContext: tls.SecureContext;
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/**
 * Reads a certificate with what it was signed by, and its key, as PEM.
 * @param files - of the certificate, and of the key
 * @throws OwnCertificateError
 */
export async function readOwnCertificate(files: readonly string[]): Promise<Pair> {
  const [certificateFile = '', keyFile = ''] = files;
  const { certificate, pem: cert } = await readCertificate(certificateFile);
  const key = await contentOf(keyFile);
  const privateKey = parsed(() => createPrivateKey(key));
  if (privateKey === undefined) {
    throw new OwnCertificateError(
      'no-key',
      msg('settings.noPrivateKey', { file: keyFile }),
      msg('settings.namePrivateKey'),
    );
  }
  const secureContext = parsed(() => tls.createSecureContext({ cert, key, minVersion: 'TLSv1.2' }));
  if (!certificate.checkPrivateKey(privateKey) || secureContext === undefined) {
    throw new OwnCertificateError(
      'mismatch',
      msg('settings.keyOfAnother', { file: keyFile, certificate: certificateFile }),
      msg('settings.nameBothFiles'),
    );
  }
  const names = (certificate.subjectAltName ?? '')
    .split(', ')
    .flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? []);
  return { secureContext, names, expires: Date.parse(certificate.validTo) };
}

/**
 * Reads a file (PEM or DER): its first certificate, and all that is in it as PEM.
 * @throws OwnCertificateError - unreadable, no-certificate
 */
export async function readCertificate(
  file: string,
): Promise<{ readonly certificate: X509Certificate; readonly pem: string }> {
  const pem = certificateText(await contentOf(file));
  const certificate = parsed(() => new X509Certificate(pem));
  if (certificate !== undefined) return { certificate, pem };
  throw new OwnCertificateError(
    'no-certificate',
    msg('settings.noCertificate', { file }),
    msg('settings.namePemFileBeginsBegin'),
  );
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new OwnCertificateError(
      'unreadable',
      msg('command.fileUnreadable', { file, why: systemErrorText(error) }),
      msg('settings.namePemFileWholePath'),
    );
  }
}

function parsed<Parsed>(parse: () => Parsed): Parsed | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

interface OwnCertificateDeps {
  readonly clock: Clock;
  readonly activity: Activity;
  /** There is another pair, or another problem. */
  readonly changed: () => void;
}

/**
 * The certificate of the TLS ports where somebody else makes and renews it: read again when its files change. A pair that
 * cannot be used, as one file is written before the other, leaves the last good one in use.
 */
export class OwnCertificate {
  readonly #deps: OwnCertificateDeps;
  #files: readonly string[] = [];
  #pair: Pair | undefined;
  #problem: OwnCertificateState['problem'];
  #seen = '';
  #told: ExpiryStage | undefined;
  #cancel: (() => void) | undefined;

  constructor(deps: OwnCertificateDeps) {
    this.#deps = deps;
  }

  /** What is served; undefined where nothing is set, or was never good. */
  get present(): LocalCertificate | undefined {
    if (this.#pair === undefined) return undefined;
    const { secureContext, names } = this.#pair;
    return { secureContext, names, added: [] };
  }

  /** How it stands; undefined where nothing is set. */
  get state(): OwnCertificateState | undefined {
    return this.#files.length === 0 ? undefined : { expires: this.#pair?.expires, problem: this.#problem };
  }

  /** Takes the files that are set; none: it is Mailwicket's own certificate again. */
  async take(files: readonly string[]): Promise<void> {
    if (files.join('\n') === this.#files.join('\n')) return;
    this.stop();
    this.#files = files;
    this.#pair = undefined;
    this.#problem = undefined;
    this.#told = undefined;
    if (files.length === 0) return;
    this.#seen = await signatureOf(files);
    await this.#read();
    this.#lookLater();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #lookLater(): void {
    this.stop();
    this.#cancel = this.#deps.clock.after(lookEvery, () => void this.#look());
  }

  async #look(): Promise<void> {
    const files = this.#files;
    const seen = await signatureOf(files);
    if (files !== this.#files) return;
    this.#tellExpiry();
    if (seen !== this.#seen) {
      this.#seen = seen;
      await this.#read();
      this.#deps.changed();
    }
    if (files === this.#files) this.#lookLater();
  }

  async #read(): Promise<void> {
    const before = this.#problem;
    try {
      const former = this.#pair?.expires;
      this.#pair = await readOwnCertificate(this.#files);
      const isOther = former !== undefined && former !== this.#pair.expires;
      this.#problem = undefined;
      if (isOther) this.#told = undefined;
      if (isOther || before !== undefined) {
        const date = new Date(this.#pair.expires).toISOString().slice(0, 10);
        this.#note('info', msg('settings.certificateTaken', { date }));
      }
      this.#tellExpiry();
    } catch (error) {
      if (!(error instanceof OwnCertificateError)) throw error;
      this.#problem = { message: error.text, fix: error.fix };
      this.#note('warning', certificateTrouble(this.#pair !== undefined, this.#problem));
    }
  }

  #tellExpiry(): void {
    if (this.#pair === undefined) return;
    const stage = expiryStage(Math.ceil((this.#pair.expires - this.#deps.clock.now()) / day));
    if (stage === undefined || stage === this.#told) return;
    this.#told = stage;
    const date = new Date(this.#pair.expires).toISOString().slice(0, 10);
    this.#note(
      'warning',
      stage === 0 ? msg('settings.certificateEnded', { date }) : msg('settings.certificateEnds', { date }),
    );
  }

  #note(level: ActivityEntry['level'], text: Message): void {
    this.#deps.activity.note({ kind: 'listener', level, text });
  }
}

/** What tells that a file, or who may read it, is another than before; a missing one has none. */
async function signatureOf(files: readonly string[]): Promise<string> {
  const found = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return found.map((one) => `${String(one?.ino)} ${String(one?.size)} ${String(one?.ctimeMs)}`).join('\n');
}
