import path from 'node:path';
import type { Gateway } from '#core/gateway.ts';
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
 * @param options.port - 0: any free one
 * @throws PanelError - panel-port: the port is taken, or kept by the system
 */
export async function openPanel(options: {
  readonly gateway: Gateway;
  readonly files: ScreenFiles;
  readonly port: number;
}): Promise<PanelServer> {
  const panel = new PanelServer({ ...options, hostInfo: panelHostInfo() });
  try {
    await panel.open();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why =
      code === 'EADDRINUSE'
        ? 'it is in use by another program'
        : code === 'EACCES'
          ? 'the system keeps it for itself'
          : 'the system refused it';
    throw new PanelError(
      'panel-port',
      `The panel cannot be opened on port ${String(options.port)}: ${why}.`,
      'Choose another one: --panel PORT; without a number any free one is taken.',
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
