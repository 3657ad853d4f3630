import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type BrowserContext, chromium, type Page } from 'playwright-core';

const DEFAULT_CHROMIUM = '/usr/bin/chromium';

const ARGUMENTS = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium of this machine: what `CHROMIUM` names, or Debian's; undefined = there is none. */
export function findChromium(): string | undefined {
  const file = process.env['CHROMIUM'] ?? DEFAULT_CHROMIUM;
  return existsSync(file) ? file : undefined;
}

/** How the browser of a user is set. */
export interface BrowserOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
}

/** A browser with a profile of its own. */
export class Browser {
  readonly #context: BrowserContext;
  readonly #folder: string;
  /** What pages have complained of: errors of scripts, and what the policy of the page has forbidden. */
  public readonly complaints: string[] = [];

  private constructor(context: BrowserContext, folder: string) {
    this.#context = context;
    this.#folder = folder;
  }

  /** @throws Error if there is no Chromium */
  public static async start({ colorScheme = 'light', locale = 'en-US' }: BrowserOptions = {}): Promise<Browser> {
    const executablePath = findChromium();
    if (executablePath === undefined) throw new Error('no Chromium: install it, or name one by CHROMIUM');
    const folder = await mkdtemp(join(tmpdir(), 'browser-'));
    // Chromium cannot make its sandbox as root.
    const args = process.getuid?.() === 0 ? [...ARGUMENTS, '--no-sandbox'] : ARGUMENTS;
    const viewport = { width: 1360, height: 860 };
    const options = { executablePath, args, viewport, colorScheme, locale };
    return new Browser(await chromium.launchPersistentContext(folder, options), folder);
  }

  public async open(url: string): Promise<Page> {
    const page = await this.#context.newPage();
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await page.goto(url);
    return page;
  }

  public async close(): Promise<void> {
    await this.#context.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
