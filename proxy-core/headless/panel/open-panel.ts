import path from 'node:path';
import type { Gateway } from '#core/gateway.ts';
import { defaultPanelPort } from '#contract/endpoints.ts';
import type { HostInfo } from '#contract/commands/host.ts';
import { PanelServer } from './panel-server.ts';
import { aboutProgram, installedFolder } from '../installed-files.ts';
import { loadScreenFiles, type ScreenFiles } from '#core/screens/screen-files.ts';

const builtScreens = path.join(installedFolder, 'dist/renderer');

/** The panel cannot be shown. */
class ScreensNotBuiltError extends Error {
  readonly code = 'screens-not-built';
  readonly fix = 'Run: npm run build:renderer';

  constructor() {
    super('The screens are not built yet.');
    this.name = 'ScreensNotBuiltError';
  }
}

/** The built screens. @throws ScreensNotBuiltError */
export async function builtScreenFiles(folder = builtScreens): Promise<ScreenFiles> {
  return await loadScreenFiles(folder).catch(() => {
    throw new ScreensNotBuiltError();
  });
}

/**
 * Opens the panel on loopback.
 * @param options.port - 0: any free one; 'usual': the same at each start, and any free one where that is taken
 * @throws HttpPortError - panel-port
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
    throw error;
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
