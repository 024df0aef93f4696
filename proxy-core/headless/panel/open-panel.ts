import path from 'node:path';
import type { Gateway } from '#core/gateway.ts';
import { defaultPanelPort } from '#contract/endpoints.ts';
import type { HostInfo } from '#contract/commands/host.ts';
import { PanelServer } from './panel-server.ts';
import { aboutProgram, installedFolder } from '../installed-files.ts';
import { loadScreenFiles, type ScreenFiles } from '#core/screens/screen-files.ts';

const builtScreens = path.join(installedFolder, 'dist/renderer');

/** The panel cannot be shown. */
class PanelError extends Error {
  readonly code: 'screens-not-built' | 'panel-port';
  readonly fix: string;

  constructor(code: PanelError['code'], message: string, fix: string) {
    super(message);
    this.name = 'PanelError';
    this.code = code;
    this.fix = fix;
  }
}

/** The built screens. @throws PanelError - screens-not-built */
export async function builtScreenFiles(folder = builtScreens): Promise<ScreenFiles> {
  return await loadScreenFiles(folder).catch(() => {
    throw new PanelError(
      'screens-not-built',
      'The screens are not built yet.',
      'Run: npm run build:renderer',
    );
  });
}

/**
 * Opens the panel on loopback.
 * @param options.port - 0: any free one; 'usual': the same at each start, and any free one where that is taken
 * @throws PanelError - panel-port: the port is taken, or kept by the system
 */
export async function openPanel(options: {
  readonly gateway: Gateway;
  readonly files: ScreenFiles;
  readonly port: number | 'usual';
}): Promise<PanelServer> {
  const port = options.port === 'usual' ? defaultPanelPort : options.port;
  const panel = new PanelServer({ ...options, port, hostInfo: panelHostInfo() });
  try {
    await panel.open();
  } catch (error) {
    if (options.port === 'usual') return await openPanel({ ...options, port: 0 });
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why =
      code === 'EADDRINUSE'
        ? 'it is in use by another program'
        : code === 'EACCES'
          ? 'the system keeps it for itself'
          : 'the system refused it';
    throw new PanelError(
      'panel-port',
      `The panel cannot be opened on port ${String(port)}: ${why}.`,
      'Choose another one: --panel PORT.',
    );
  }
  return panel;
}

function panelHostInfo(): HostInfo {
  return {
    ...aboutProgram(),
    kind: 'panel',
    language: Intl.DateTimeFormat().resolvedOptions().locale,
    tray: false,
    secretsKept: true,
  };
}
