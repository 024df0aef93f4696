/** Our own scheme: pages that come with the application. */
export const appScheme = 'app';
/** The screens. */
export const screensOrigin = 'app://mailwicket';
export const screensPage = `${screensOrigin}/index.html`;
/** The bar above a sign-in page: an origin of its own, as it stands beside pages of strangers. */
export const signInBarOrigin = 'app://sign-in';
export const signInBarPage = `${signInBarOrigin}/index.html`;
