/** The program's arguments behind the app's folder or file, as Chromium's switches. */
export function switchValue(name: string, argv: readonly string[] = process.argv): string | undefined {
  const found = argv.find((one) => one === `--${name}` || one.startsWith(`--${name}=`));
  return found?.slice(`--${name}=`.length);
}

/** The switches of this process that its Chromium is to get too. */
export function chromiumSwitches(argv: readonly string[] = process.argv): string[] {
  const passedOn = ['ignore-certificate-errors-spki-list', 'host-resolver-rules', 'lang'];
  return passedOn.flatMap((name) => {
    const value = switchValue(name, argv);
    return value === undefined ? [] : [`--${name}=${value}`];
  });
}
