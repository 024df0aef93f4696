/** Opens the system's browser. Where none can be started the page's address was shown, and that has to do. */
export async function openInBrowser(url: string): Promise<void> {
  const noDesktop =
    process.platform === 'linux' &&
    process.env['DISPLAY'] === undefined &&
    process.env['WAYLAND_DISPLAY'] === undefined;
  if (noDesktop) return;
  const { default: open } = await import('open');
  const browser = await open(url).catch(() => undefined);
  browser?.on('error', () => {});
}
