import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { seriousFindings, widerThanPage } from '../screens.ts';

/** A file as somebody has saved it. */
export interface SavedFile {
  /** The name that was proposed. */
  readonly name: string;
  readonly content: string;
}

/**
 * Where a person sits: the screens in front of them, over one transport or the other, and what is around the
 * screens. The gateway behind them is live, its OAuth client 'Sandbox' is there or one that comes with the build, and
 * no account.
 */
export interface Desk {
  /** Whose mail it is: the provider that it signs in to, and its servers. */
  readonly sandbox: Sandbox;
  /** The page with the screens. */
  readonly page: Page;
  /** What pages complained of: errors, and what the content security policy stopped. */
  readonly complaints: readonly string[];
  /** Closes the page with the screens, and opens it anew. */
  reopen(): Promise<Page>;
  /** Signs a person in on the provider's page that opens for it. */
  signIn(address: string): Promise<void>;
  /** Waits for a page that opens in the person's browser. @returns its URL */
  pageInBrowser(): Promise<string>;
  /** The text on the clipboard. */
  clipboard(): Promise<string>;
  /** Does what saves a file, and saves it. */
  savedFile(work: () => Promise<void>): Promise<SavedFile>;
}

/** What holds of every screen: axe finds nothing serious, it fits its window, nothing was complained of. */
export async function looksRight({ page, complaints }: Desk): Promise<void> {
  expect(await seriousFindings(page)).toEqual([]);
  expect(await widerThanPage(page)).toBe(false);
  expect(complaints).toEqual([]);
}

/** Waits until the clipboard has a text. */
export async function copied(desk: Desk, text: string): Promise<void> {
  await expect.poll(() => desk.clipboard()).toBe(text);
}
