/**
 * The pages and buttons of the portals, as their English version calls them in November 2026: the guides and
 * docs/admin.md say the same. Entra: Microsoft's quickstart "Register an application"; where the permissions are:
 * Microsoft's "Authenticate an IMAP, POP or SMTP connection using OAuth" and its issues. Google: the help pages of
 * Google Auth Platform (support.google.com/cloud, answers 15544987 and 15549945).
 */
export const portalPages = {
  entra: {
    register: 'Entra ID › App registrations › New registration',
    delegated: 'API permissions › Add a permission › Microsoft Graph › Delegated permissions',
    application:
      'API permissions › Add a permission › APIs my organization uses › Office 365 Exchange Online › Application permissions',
    secret: 'Certificates & secrets › Client secrets › New client secret',
    certificate: 'Certificates & secrets › Certificates › Upload certificate',
    applications: 'Entra ID › Enterprise apps',
  },
  google: {
    branding: 'Google Auth Platform › Branding',
    audience: 'Google Auth Platform › Audience',
    dataAccess: 'Google Auth Platform › Data Access',
    clients: 'Google Auth Platform › Clients › Create client',
    serviceAccounts: 'IAM & Admin › Service Accounts',
    delegation: 'Security › API controls › Domain-wide delegation',
  },
} as const;
