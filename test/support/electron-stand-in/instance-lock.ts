import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

const announcementSchema = z.object({
  argv: z.array(z.string()),
  workingDirectory: z.string(),
  additionalData: z.unknown(),
});
export type Announcement = z.infer<typeof announcementSchema>;

const codeSchema = z.object({ code: z.string() });

function codeOf(error: unknown): string {
  return codeSchema.safeParse(error).data?.code ?? '';
}

/**
 * One app per user-data folder: a file with the holder's process id, and beside it a socket over which a
 * second one says that it was started.
 */
export class InstanceLock {
  readonly #file: string;
  readonly #socket: string;
  #server: Server | undefined;
  #delivered: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = join(folder, 'SingletonLock');
    const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
    this.#socket =
      process.platform === 'win32'
        ? `\\\\.\\pipe\\electron-stand-in-${name}`
        : join(folder, 'SingletonSocket');
  }

  /** Ends when what a second one had to say has reached the first. */
  get delivered(): Promise<void> {
    return this.#delivered;
  }

  /** Takes the lock, or tells its holder. */
  request(announcement: Announcement, onSecond: (announcement: Announcement) => void): boolean {
    if (this.#server !== undefined) return true;
    for (;;) {
      try {
        writeFileSync(this.#file, String(process.pid), { flag: 'wx', mode: 0o600 });
        break;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
        if (this.#holderLives()) {
          this.#delivered = this.#tell(announcement);
          return false;
        }
        rmSync(this.#file, { force: true });
      }
    }
    if (process.platform !== 'win32') rmSync(this.#socket, { force: true });
    this.#server = createServer((socket) => {
      let text = '';
      socket.setEncoding('utf8');
      socket.on('data', (part: string) => {
        text += part;
        if (!text.endsWith('\n')) return;
        onSecond(announcementSchema.parse(JSON.parse(text)));
        socket.end('heard\n');
      });
      socket.on('error', () => socket.destroy());
    });
    this.#server.listen(this.#socket);
    this.#server.unref();
    process.once('exit', () => this.release());
    return true;
  }

  release(): void {
    if (this.#server === undefined) return;
    this.#server.close();
    this.#server = undefined;
    rmSync(this.#file, { force: true });
  }

  #holderLives(): boolean {
    try {
      const pid = Number(readFileSync(this.#file, 'utf8'));
      if (pid > 0) process.kill(pid, 0);
      return pid > 0;
    } catch (error) {
      return codeOf(error) === 'EPERM';
    }
  }

  /** The holder may have the file and not listen yet, so tries until it is heard or gone. */
  async #tell(announcement: Announcement): Promise<void> {
    while (this.#holderLives()) {
      const heard = await new Promise<boolean>((resolve) => {
        const socket = connect(this.#socket, () => socket.write(`${JSON.stringify(announcement)}\n`));
        socket.on('data', () => {
          socket.destroy();
          resolve(true);
        });
        socket.on('error', () => resolve(false));
        socket.on('close', () => resolve(false));
      });
      if (heard) return;
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  }
}
