import path from 'node:path';
import type { AfterPackContext, Configuration } from 'electron-builder';
import { putNode } from './command-runtime.ts';

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

/** Files that a Linux package puts beside the application: its data for software centres, and the command. */
const linuxExtraFiles = [
  'build/linux/org.mailwicket.Mailwicket.metainfo.xml=/usr/share/metainfo/org.mailwicket.Mailwicket.metainfo.xml',
  'build/linux/mailwicket-cli=/usr/bin/mailwicket-cli',
];
const afterRemove = 'build/linux/after-remove.sh';

/** Installers for three systems. */
const configuration = {
  appId: 'org.mailwicket.Mailwicket',
  productName: 'Mailwicket',
  copyright: 'The Mailwicket authors, under the Apache License 2.0',
  directories: { app: 'dist', output: 'dist/installers', buildResources: 'build' },
  files: [
    '{main,preload,renderer,sign-in-bar,icons}/**',
    'package.json',
    'registrations.json',
    '!**/*.map',
    '!**/.vite/**',
  ],
  // the command, laid out as its package is
  extraResources: [
    { from: 'dist/package.json', to: 'cli/package.json' },
    { from: 'build/registrations.json', to: 'cli/build/registrations.json' },
    { from: 'dist/command', to: 'cli/dist/command', filter: ['*.{js,cjs}'] },
    { from: 'dist/renderer', to: 'cli/dist/renderer', filter: ['**/*', '!.vite/**'] },
    { from: 'dist/renderer/licences.txt', to: 'licences.txt' },
    { from: 'LICENSE', to: 'LICENSE.txt' },
    { from: 'build/bin', to: 'bin' },
  ],
  // before anything is signed
  afterPack: async ({ electronPlatformName, arch, appOutDir, packager }: AfterPackContext) => {
    // not with the configuration, which is read without its builder
    const { Arch } = await import('electron-builder');
    await putNode({
      platform: electronPlatformName,
      arch: Arch[arch],
      folder: path.join(packager.getResourcesDir(appOutDir), 'bin'),
    });
  },
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
    target: [
      { target: 'nsis', arch: ['x64', 'arm64'] },
      // for Intune and group policies, which want an MSI
      { target: 'msi', arch: ['x64'] },
    ],
    icon: 'build/icons/made/mailwicket.ico',
    verifyUpdateCodeSignature: true,
    ...(signed && azure.endpoint !== '' ? { azureSignOptions: azure } : {}),
  },
  // asks whether for one person or for all; silently: /S for one, /S /allusers for all
  nsis: {
    // without a blank, as it is in addresses
    artifactName: '${productName}-Setup-${version}.${ext}',
    oneClick: false,
    perMachine: false,
    allowElevation: true,
    selectPerMachineByDefault: false,
    deleteAppDataOnUninstall: false,
    runAfterFinish: true,
    include: 'build/windows/installer.nsh',
    license: 'LICENSE',
  },
  msi: { oneClick: true, perMachine: true, runAfterFinish: false, createDesktopShortcut: false },
  mac: {
    target: [
      { target: 'dmg', arch: ['x64', 'arm64'] },
      // updates come from the zip
      { target: 'zip', arch: ['x64', 'arm64'] },
    ],
    category: 'public.app-category.productivity',
    icon: 'build/icons/made/mailwicket.icns',
    // macOS starts nothing that is not signed at all. A signature of nobody's does for whoever builds at home; the
    // hardened runtime would then refuse Electron's own libraries, which are signed by nobody too.
    hardenedRuntime: signed,
    gatekeeperAssess: false,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
    notarize: signed,
    ...(signed ? {} : { identity: '-' }),
    // beside the clock, not in the dock
    extendInfo: { LSUIElement: true },
  },
  linux: {
    target: [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
      { target: 'rpm', arch: ['x64', 'arm64'] },
      { target: 'flatpak', arch: ['x64'] },
    ],
    executableName: 'mailwicket',
    syncDesktopName: true,
    // 16x16.png to 512x512.png
    icon: 'build/icons/made/sizes',
    category: 'Network;Email',
    synopsis: 'Lets mail programs sign in with OAuth 2.0',
    description:
      'Any mail program keeps its address and password on this computer; Mailwicket signs in with OAuth 2.0.',
    maintainer: 'The Mailwicket authors <mailwicket@users.noreply.github.com>',
    vendor: 'The Mailwicket authors',
    desktop: {
      entry: {
        GenericName: 'Mail sign-in',
        'GenericName[de]': 'Anmeldung für Mailprogramme',
        'Comment[de]': 'Meldet jedes Mailprogramm mit OAuth 2.0 an',
        Keywords: 'mail;imap;pop;smtp;oauth;',
      },
    },
  },
  deb: {
    afterRemove,
    fpm: linuxExtraFiles,
    depends: [
      'libgtk-3-0 | libgtk-3-0t64',
      'libnotify4',
      'libnss3',
      'libxss1',
      'libxtst6',
      'xdg-utils',
      'libatspi2.0-0 | libatspi2.0-0t64',
      'libuuid1',
      'libsecret-1-0',
    ],
  },
  rpm: { afterRemove, fpm: linuxExtraFiles },
  flatpak: {
    runtime: 'org.freedesktop.Platform',
    runtimeVersion: '25.08',
    sdk: 'org.freedesktop.Sdk',
    base: 'org.electronjs.Electron2.BaseApp',
    baseVersion: '25.08',
    license: 'LICENSE',
    useWaylandFlags: true,
    finishArgs: [
      '--share=network',
      '--share=ipc',
      '--socket=wayland',
      '--socket=fallback-x11',
      '--device=dri',
      '--talk-name=org.freedesktop.Notifications',
      '--talk-name=org.freedesktop.secrets',
      '--talk-name=org.kde.StatusNotifierWatcher',
    ],
    files: [
      [
        'build/linux/org.mailwicket.Mailwicket.metainfo.xml',
        '/share/metainfo/org.mailwicket.Mailwicket.metainfo.xml',
      ],
    ],
  },
} satisfies Configuration;

export default configuration;
