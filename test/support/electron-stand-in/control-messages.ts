import { z } from 'zod';

/** What a test and the stand-in say to each other; the test's side is test/e2e/support. */

const ask = z.discriminatedUnion('do', [
  z.object({ do: z.literal('look') }),
  z.object({ do: z.literal('find-chromium') }),
  z.object({ do: z.literal('choose'), path: z.array(z.string()) }),
  z.object({ do: z.literal('choose-in-application-menu'), path: z.array(z.string()) }),
  z.object({ do: z.literal('click-tray'), double: z.boolean() }),
  z.object({ do: z.literal('click-notification'), index: z.int() }),
  z.object({ do: z.literal('close-window'), id: z.int() }),
  z.object({ do: z.literal('resize-window'), id: z.int(), width: z.int(), height: z.int() }),
  z.object({
    do: z.literal('power'),
    event: z.enum(['suspend', 'resume', 'shutdown', 'lock-screen', 'unlock-screen']),
  }),
  z.object({ do: z.literal('set-online'), on: z.boolean() }),
  z.object({ do: z.literal('set-dark'), on: z.boolean() }),
  z.object({ do: z.literal('answer-save-dialog'), path: z.string().nullable() }),
  /** A proxy asks the page that was made last, which is answered with what the person enters. */
  z.object({ do: z.literal('ask-proxy-login'), host: z.string(), port: z.int(), first: z.boolean() }),
  /** A server asks that page for a certificate; the answer is the chosen one's subject. */
  z.object({ do: z.literal('ask-certificate'), server: z.string(), subjects: z.array(z.string()) }),
  z.object({ do: z.literal('unlock-keyring') }),
  z.object({ do: z.literal('activate') }),
  z.object({ do: z.literal('quit') }),
  z.object({ do: z.literal('settle') }),
]);
export type Ask = z.infer<typeof ask>;

export const askedSchema = z.object({ id: z.int(), ask });
export type ClientAction = z.infer<typeof askedSchema>;

export const toldSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed') }),
  z.object({
    kind: z.literal('answer'),
    id: z.int(),
    ok: z.boolean(),
    value: z.unknown().optional(),
    message: z.string().optional(),
  }),
]);

const menuLineSchema = z.object({
  label: z.string(),
  type: z.string(),
  enabled: z.boolean(),
  visible: z.boolean(),
  checked: z.boolean(),
  id: z.string().optional(),
  get submenu() {
    return z.array(menuLineSchema).optional();
  },
});

const windowStateSchema = z.object({
  id: z.int(),
  title: z.string(),
  visible: z.boolean(),
  focused: z.boolean(),
  minimized: z.boolean(),
  pages: z.array(z.object({ url: z.string(), targetId: z.string() })),
});
export type WindowState = z.infer<typeof windowStateSchema>;

const counts = z.object({
  windows: z.int(),
  /** WebContents, also those that no window shows. */
  contents: z.int(),
  /** Chromium's pages. */
  pages: z.int(),
  /** Browser contexts beside the default one. */
  contexts: z.int(),
  handlers: z.int(),
  listeners: z.int(),
  timers: z.int(),
});
export type ResourceCounts = z.infer<typeof counts>;

export const desktopStateSchema = z.object({
  windows: z.array(windowStateSchema),
  tray: z
    .object({ toolTip: z.string(), icon: z.string(), template: z.boolean(), menu: z.array(menuLineSchema) })
    .optional(),
  applicationMenu: z.array(menuLineSchema),
  notifications: z.array(z.object({ title: z.string(), body: z.string(), open: z.boolean() })),
  opened: z.array(z.string()),
  clipboard: z.string(),
  saveQuestions: z.array(z.string()),
  openAtLogin: z.boolean(),
  resources: counts,
});
export type DesktopState = z.infer<typeof desktopStateSchema>;
export type TrayState = NonNullable<DesktopState['tray']>;
export type MenuLine = z.infer<typeof menuLineSchema>;
export type ShownNotification = DesktopState['notifications'][number];
