import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { listening } from './listening.ts';

/** What a statement is answered with: its rows, or an error of PostgreSQL's. */
export type StandInAnswer =
  readonly Readonly<Record<string, unknown>>[] | { readonly state: string; readonly message: string };

/** Answers a statement, given its text on one line and the values of its $1, $2, …; 'gone': the connection ends. */
export type StandInReply = (
  text: string,
  values: readonly (string | Uint8Array | null)[],
) => StandInAnswer | 'gone' | Promise<StandInAnswer | 'gone'>;

/**
 * Speaks PostgreSQL's protocol (PostgreSQL 15, chapter 55) on loopback, and has the test answer each statement: for what a
 * server does only when it fails. That the statements are right is tested with a real one, at the level processes.
 */
export interface PostgresqlStandIn {
  readonly address: string;
  /** Each statement, on one line. */
  readonly asked: string[];
  reply: StandInReply;
  /** How many connections there are. */
  readonly connections: number;
  /** Tells what pg_notify would have told every connection that listens. */
  notify(payload: string): void;
  /** Ends all connections, and while it is away those that come. */
  away(): void;
  back(): void;
  close(): Promise<void>;
}

/** The tables are there already, in the form that this version knows: what a connection asks first. */
const usual: StandInReply = (text) => {
  if (text.includes('from pg_tables')) return [{ there: true }];
  if (text.includes('max(number)')) return [{ number: 1 }];
  return [];
};

export async function postgresqlStandIn(): Promise<PostgresqlStandIn> {
  const sockets = new Set<Socket>();
  const listeners = new Set<Socket>();
  let isAway = false;
  const server = createServer((socket) => {
    if (isAway) {
      socket.destroy();
      return;
    }
    socket.setNoDelay();
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      listeners.delete(socket);
    });
    serve(socket, async (text, values) => {
      standIn.asked.push(text);
      if (text.includes('listen mailwicket')) listeners.add(socket);
      const answer = await standIn.reply(text, values);
      if (!Array.isArray(answer) || answer.length > 0) return answer;
      // any number that no other connection has
      return text.includes('pg_backend_pid') ? [{ pid: socket.remotePort }] : usual(text, values);
    });
  });
  const port = await listening(server);
  const standIn: PostgresqlStandIn = {
    address: `postgresql://anna:secret@127.0.0.1:${port}/mail?sslmode=disable`,
    asked: [],
    reply: () => [],
    get connections() {
      return sockets.size;
    },
    notify(payload) {
      for (const socket of listeners)
        socket.write(message('A', int32(1), ended('mailwicket'), ended(payload)));
    },
    away() {
      isAway = true;
      for (const socket of sockets) socket.destroy();
    },
    back() {
      isAway = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return standIn;
}

/** Reads what a client says, one message after the other. */
function serve(socket: Socket, answer: StandInReply): void {
  let rest = Buffer.alloc(0);
  let hasBegun = false;
  let asked = { text: '', values: new Array<string | Uint8Array | null>() };
  let turn = Promise.resolve();
  const execute = async (statement: typeof asked): Promise<void> => {
    const given = await answer(statement.text.replaceAll(/\s+/gu, ' ').trim(), statement.values);
    if (given === 'gone') return void socket.destroy();
    socket.write('state' in given ? failure(given) : rows(given));
  };
  const heard = (type: string, body: Buffer): void => {
    if (type === 'P') asked = { text: texts(body)[1] ?? '', values: [] };
    else if (type === 'B') asked.values = valuesOf(body);
    else if (type === 'E' || type === 'Q') {
      const statement = type === 'Q' ? { text: texts(body)[0] ?? '', values: [] } : asked;
      turn = turn.then(() => execute(statement));
    }
    if (type === 'S' || type === 'Q') turn = turn.then(() => void socket.write(ready));
  };
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      // the first message has no type
      const start = hasBegun ? 1 : 0;
      if (rest.length < start + 4 || rest.length < start + rest.readInt32BE(start)) return;
      const end = start + rest.readInt32BE(start);
      if (hasBegun) heard(String.fromCharCode(rest[0] ?? 0), rest.subarray(5, end));
      else socket.write(Buffer.concat([message('R', int32(0)), ready]));
      hasBegun = true;
      rest = rest.subarray(end);
    }
  });
}

function valuesOf(body: Buffer): (string | Uint8Array | null)[] {
  // portal, statement, formats, then the values
  let at = body.indexOf(0) + 1;
  at = body.indexOf(0, at) + 1;
  const formats = body.readInt16BE(at);
  const isBinary = Array.from({ length: formats }, (_, index) => body.readInt16BE(at + 2 + 2 * index) === 1);
  at += 2 + 2 * formats;
  const count = body.readInt16BE(at);
  at += 2;
  return Array.from({ length: count }, (_, index) => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    const value = body.subarray(at, at + length);
    at += length;
    return isBinary[index] === true ? new Uint8Array(value) : value.toString('utf8');
  });
}

function rows(all: readonly Readonly<Record<string, unknown>>[]): Buffer {
  const names = Object.keys(all[0] ?? {});
  const fields = names.map((name) => {
    const type = typeOf(all[0]?.[name]);
    return Buffer.concat([ended(name), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)]);
  });
  const data = all.map((row) =>
    message(
      'D',
      int16(names.length),
      ...names.map((name) => {
        const value = written(row[name]);
        return value === undefined ? int32(-1) : Buffer.concat([int32(value.length), value]);
      }),
    ),
  );
  return Buffer.concat([
    message('T', int16(names.length), ...fields),
    ...data,
    message('C', ended(`SELECT ${all.length}`)),
  ]);
}

/** The numbers that pg_type has of them. */
function typeOf(value: unknown): number {
  if (typeof value === 'boolean') return 16;
  if (value instanceof Uint8Array) return 17;
  if (typeof value === 'number') return 23;
  return typeof value === 'object' && value !== null ? 3802 : 25;
}

function written(value: unknown): Buffer | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'boolean') return Buffer.from(value ? 't' : 'f');
  if (value instanceof Uint8Array) return Buffer.from(`\\x${Buffer.from(value).toString('hex')}`);
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

function failure({ state, message: words }: { readonly state: string; readonly message: string }): Buffer {
  const fields = { S: 'ERROR', V: 'ERROR', C: state, M: words };
  return message(
    'E',
    ...Object.entries(fields).map(([name, value]) => Buffer.concat([Buffer.from(name), ended(value)])),
    Buffer.from([0]),
  );
}

const ready = message('Z', Buffer.from('I'));

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

/** Those that are ended by a zero. */
function texts(body: Buffer): string[] {
  return body.toString('utf8').split('\0');
}

function ended(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}
