import type { AccountView, ClientView, ListenerView, Snapshot } from '#contract/views.ts';

const clientId = 'c0000000-0000-4000-8000-000000000001';

/** An id that says which account it is. */
export function accountIdOf(number: number): string {
  return `a0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function account(number: number, change: Partial<AccountView> = {}): AccountView {
  return {
    id: accountIdOf(number),
    address: `user${String(number)}@example.org`,
    clientId,
    clientName: 'Work',
    passwordMode: 'own',
    state: 'ready',
    passwords: [],
    sessions: { imap: 0, pop: 0, smtp: 0 },
    sendsBy: 'smtp',
    submissions: ['smtp'],
    ...change,
  };
}

export function client(change: Partial<ClientView> = {}): ClientView {
  return {
    id: clientId,
    name: 'Work',
    provider: 'microsoft365',
    grant: 'authorization-code',
    clientId: 'f0000000-0000-4000-8000-00000000000f',
    credential: 'none',
    servers: {},
    usedBy: 1,
    builtIn: false,
    ...change,
  };
}

export const imapListener: ListenerView = {
  protocol: 'imap',
  implicitTls: false,
  port: 1143,
  addresses: ['127.0.0.1', '::1'],
};

export function snapshot(accounts: readonly AccountView[], change: Partial<Snapshot> = {}): Snapshot {
  return {
    revision: 1,
    accounts: [...accounts],
    clients: [client()],
    listeners: [imapListener],
    devices: [],
    ...change,
  };
}
