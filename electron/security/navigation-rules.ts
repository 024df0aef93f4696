/** Whether a page may go to a URL. */
export type NavigationRule = (url: string) => boolean;

/**
 * Where each page may go by itself. A page without a rule goes nowhere: our screens load once and stay.
 * @typeParam Page - Electron's WebContents
 */
export class NavigationRules<Page extends object> {
  readonly #rules = new WeakMap<Page, NavigationRule>();

  /** Lets a page go where the rule says. */
  allow(page: Page, rule: NavigationRule): void {
    this.#rules.set(page, rule);
  }

  mayGo(page: Page, url: string): boolean {
    return this.#rules.get(page)?.(url) ?? false;
  }
}
