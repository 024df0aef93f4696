import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '../activity/logger.ts';
import type { ListenerView, Snapshot } from '../contract.ts';
import { ServiceLock, ServiceLockError } from './service-lock.ts';
import { lookForService, removeServiceRecord, writeServiceRecord } from './service-record.ts';

/** Another process serves the data folder. */
export class AlreadyServedError extends Error {
  readonly code = 'already-running';
  readonly fix = 'Stop that one first, or name another folder with --data.';

  constructor(pid: number | undefined) {
    const who = pid === undefined ? '' : ` (process ${String(pid)})`;
    super(`Mailwicket already serves this data folder${who}.`);
    this.name = 'AlreadyServedError';
  }
}

/** What of a gateway is told to others. */
export interface Served {
  readonly snapshot: Snapshot;
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
}

/** This process as the one that serves a data folder: keeps others from it, and tells them how it stands. */
export class Service {
  readonly #dataFolder: string;
  readonly #logger: Logger;
  readonly #lock: ServiceLock | undefined;
  readonly #startedAt = Date.now();
  #written: readonly ListenerView[] | undefined;
  #writing: Promise<void> = Promise.resolve();
  #endWatching: (() => void) | undefined;

  private constructor(dataFolder: string, logger: Logger, lock: ServiceLock | undefined) {
    this.#dataFolder = dataFolder;
    this.#logger = logger;
    this.#lock = lock;
  }

  /**
   * Begins to be the service of a data folder that is there; to be called before anything is served.
   * @throws AlreadyServedError
   * @throws ServiceLockError - too-long
   */
  static async begin(dataFolder: string, logger: Logger): Promise<Service> {
    let lock: ServiceLock | undefined;
    try {
      lock = await ServiceLock.take(dataFolder);
      if (lock === undefined) throw new AlreadyServedError((await lookForService(dataFolder)).record?.pid);
    } catch (error) {
      if (!(error instanceof ServiceLockError) || error.code === 'too-long') throw error;
      // a full disk, or a network share without locks, is no reason to serve nobody
      logger.warn('a second service on this data folder would not be noticed', { reason: error.message });
    }
    const service = new Service(dataFolder, logger, lock);
    service.#write([]);
    await service.#writing;
    return service;
  }

  /** Keeps service.json in line with what is served. */
  async tell(served: Served): Promise<void> {
    this.#endWatching = served.onSnapshot((snapshot) => this.#write(snapshot.listeners));
    this.#write(served.snapshot.listeners);
    await this.#writing;
  }

  /** To be called when nothing is served any more. */
  async end(): Promise<void> {
    this.#endWatching?.();
    await this.#writing;
    await removeServiceRecord(this.#dataFolder).catch(() => {});
    this.#lock?.release();
  }

  #write(listeners: readonly ListenerView[]): void {
    if (isDeepStrictEqual(listeners, this.#written)) return;
    this.#written = listeners;
    const record = { pid: process.pid, startedAt: this.#startedAt, listeners: [...listeners] };
    this.#writing = this.#writing
      .then(() => writeServiceRecord(this.#dataFolder, record))
      .catch((error: unknown) => {
        this.#logger.warn(
          'service.json could not be written: `mailwicket status` says less of this service',
          {
            reason: error instanceof Error ? error.message : 'unknown trouble',
          },
        );
      });
  }
}
