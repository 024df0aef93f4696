import type { Configuration } from 'electron-builder';

const environment = process.env;
/** Signing is asked for by the release workflow; whoever builds at home gets an unsigned build that says so. */
const signed = environment['MAILWICKET_SIGNED'] === 'true';
const azure = {
  publisherName: environment['AZURE_SIGN_PUBLISHER'] ?? '',
  endpoint: environment['AZURE_SIGN_ENDPOINT'] ?? '',
  certificateProfileName: environment['AZURE_SIGN_PROFILE'] ?? '',
  codeSigningAccountName: environment['AZURE_SIGN_ACCOUNT'] ?? '',
};
const updatesUrl = environment['MAILWICKET_UPDATES_URL'] ?? '';

/** Installers for three systems. */
const configuration: Configuration = {
  appId: 'org.mailwicket.Mailwicket',
  productName: 'Mailwicket',
  copyright: 'Apache-2.0',
  directories: { app: 'dist', output: 'dist/installers', buildResources: 'build' },
  files: ['{main,preload,renderer,sign-in-bar,icons}/**', 'package.json', 'registrations.json', '!**/*.map'],
  asar: true,
  npmRebuild: false,
  // read back at run time: an unsigned build does not look for updates
  extraMetadata: { mailwicket: { signed } },
  forceCodeSigning: signed,
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  // https only: there is no other form of a generic server that electron-updater would be given
  publish: updatesUrl.startsWith('https://') ? { provider: 'generic', url: updatesUrl } : null,
  win: {
    target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
    icon: 'build/icons/made/mailwicket.ico',
    verifyUpdateCodeSignature: true,
    ...(signed && azure.endpoint !== '' ? { azureSignOptions: azure } : {}),
  },
  nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false, runAfterFinish: true },
  mac: {
    target: [
      { target: 'dmg', arch: ['x64', 'arm64'] },
      // updates come from the zip
      { target: 'zip', arch: ['x64', 'arm64'] },
    ],
    category: 'public.app-category.productivity',
    icon: 'build/icons/made/mailwicket.png',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
    notarize: signed,
    ...(signed ? {} : { identity: null }),
    // beside the clock, not in the dock
    extendInfo: { LSUIElement: true },
  },
  linux: {
    target: [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
    ],
    executableName: 'mailwicket',
    icon: 'build/icons/made/mailwicket.png',
    category: 'Network;Email',
    synopsis: 'Lets mail programs sign in with OAuth 2.0',
    maintainer: 'Mailwicket <mailwicket@users.noreply.github.com>',
    desktop: { entry: { StartupWMClass: 'Mailwicket', Keywords: 'mail;imap;smtp;oauth;' } },
  },
  deb: {
    depends: [
      'libgtk-3-0',
      'libnotify4',
      'libnss3',
      'libxss1',
      'libxtst6',
      'xdg-utils',
      'libatspi2.0-0',
      'libuuid1',
      'libsecret-1-0',
    ],
  },
};

export default configuration;
