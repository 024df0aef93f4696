import { msg } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { ProgramTokenRequest, ProgramTokenResult } from '#contract/program-token.ts';
import type { Snapshot } from '#contract/views.ts';
import {
  knownOfAccounts,
  findService,
  recordContentSchema,
  writeServiceRecord,
  type FoundService,
  type RecordContent,
  type ServiceRecord,
} from './service-record.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { systemErrorCode } from '#core/storage/system-error.ts';
import { ServiceLock } from './service-lock.ts';
import { TokenServer } from './token-server.ts';

/** What of a gateway is told to others, and what it is told of the last service. */
export interface Served {
  readonly snapshot: Snapshot;
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  recall(known: ReturnType<typeof knownOfAccounts>): void;
  programToken(request: ProgramTokenRequest): Promise<ProgramTokenResult>;
}

/** A change is written soon; what only says that all is as before, or that a login came, less often. Milliseconds. */
const soon = 100;
const later = 5_000;

/** This process as the one that serves a data folder: keeps others from it, and tells them how it stands. */
export class Service {
  readonly #options: ServiceOptions;
  readonly #lock: ServiceLock | undefined;
  readonly #before: FoundService;
  readonly #startedAt: number;
  #served: Served | undefined;
  #tokens: TokenServer | undefined;
  #written: RecordContent | undefined;
  #due: { readonly at: number; readonly cancel: () => void } | undefined;
  #writing: Promise<void> = Promise.resolve();
  #endWatching: (() => void) | undefined;

  private constructor(options: ServiceOptions, lock: ServiceLock | undefined, before: FoundService) {
    this.#options = options;
    this.#lock = lock;
    this.#before = before;
    this.#startedAt = options.clock.now();
  }

  /**
   * Begins to be the service of a data folder that is there; to be called before anything is served.
   * @throws CodedError - already-running: another process serves it; too-long: it cannot be locked
   */
  static async begin(options: ServiceOptions): Promise<Service> {
    const { dataFolder, logger } = options;
    // a full disk, or a network share without locks, is no reason to serve nobody
    const taken = await ServiceLock.take(dataFolder).catch((error: unknown) => {
      if (systemErrorCode(error) === 'too-long') throw error;
      logger.warn('a second service on this data folder would not be noticed', { reason: reasonOf(error) });
      return 'no-lock' as const;
    });
    const before = await findService(dataFolder);
    if (taken === undefined) {
      const pid = before.record?.pid;
      const text =
        pid === undefined ? msg('storage.alreadyServed') : msg('storage.alreadyServedBy', { process: pid });
      throw new CodedError('already-running', text, msg('storage.stopTheOther'));
    }
    const service = new Service(options, taken === 'no-lock' ? undefined : taken, before);
    await service.#write(service.#content());
    return service;
  }

  /** Tells a gateway that is not started yet what the last service knew. */
  remind(served: Served): void {
    served.recall(knownOfAccounts(this.#before));
  }

  /** How the accounts stood when the last service ended. */
  get lastKnown(): ServiceRecord['accounts'] {
    return this.#before.record?.accounts ?? [];
  }

  /** Keeps service.json in line with what is served, and gives tokens to the owner's programs. */
  async tell(served: Served): Promise<void> {
    this.#served = served;
    try {
      this.#tokens = await TokenServer.open((request) => served.programToken(request));
    } catch (error) {
      // the command then takes them from the data folder, where it can open the vault
      this.#options.logger.warn('`mailwicket token` cannot ask this service', { reason: reasonOf(error) });
    }
    this.#endWatching = served.onSnapshot(() => this.#changed());
    await this.#write(this.#content());
  }

  /** To be called when nothing is served any more. What was known last stays, for who asks meanwhile. */
  async end(): Promise<void> {
    this.#endWatching?.();
    this.#due?.cancel();
    await this.#tokens?.close();
    this.#tokens = undefined;
    await this.#write({ ...this.#content(), listeners: [], devices: [] });
    this.#lock?.release();
  }

  #changed(): void {
    const wait = sayTheSame(this.#content(), this.#written) ? later : soon;
    const at = this.#options.clock.now() + wait;
    if (this.#due !== undefined && this.#due.at <= at) return;
    this.#due?.cancel();
    const cancel = this.#options.clock.after(wait, () => {
      this.#due = undefined;
      void this.#write(this.#content());
    });
    this.#due = { at, cancel };
  }

  #content(): RecordContent {
    const snapshot = this.#served?.snapshot;
    // settings that cannot be read show no accounts, and what was known of them is not lost by that
    if (snapshot === undefined || snapshot.problem !== undefined) {
      return {
        listeners: snapshot?.listeners ?? [],
        devices: [],
        accounts: this.#written?.accounts ?? this.#before.record?.accounts ?? [],
      };
    }
    return recordContentSchema.parse({
      ...snapshot,
      ownCertificate: snapshot.settings?.ownCertificate,
    });
  }

  /** Never rejects. */
  #write(content: RecordContent): Promise<void> {
    this.#written = content;
    // before anything is served nothing new is known
    const writtenAt =
      this.#served === undefined ? (this.#before.record?.writtenAt ?? 0) : this.#options.clock.now();
    const tokens = this.#tokens?.place;
    const about = { pid: process.pid, startedAt: this.#startedAt, writtenAt, tokens };
    this.#writing = this.#writing
      .then(() => writeServiceRecord(this.#options.dataFolder, { ...about, ...content }))
      .catch((error: unknown) => {
        const text = 'service.json could not be written: `mailwicket status` says less of this service';
        this.#options.logger.warn(text, { reason: reasonOf(error) });
      });
    return this.#writing;
  }
}

export interface ServiceOptions {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : inEnglish(msg('activity.unknownTrouble'));
}

/** Whether they differ in nothing but in how busy the accounts are. */
function sayTheSame(a: RecordContent, b: RecordContent | undefined): boolean {
  return b !== undefined && isDeepStrictEqual(still(a), still(b));
}

function still({ accounts, ...rest }: RecordContent): unknown {
  return { ...rest, accounts: accounts.map(({ id, state, problem }) => [id, state, problem]) };
}
