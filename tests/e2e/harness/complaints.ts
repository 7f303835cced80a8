import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';

/** What the pages of a test complained about: errors of the console, of scripts, of the content security policy. */
export interface Complaints {
  listenTo(context: BrowserContext): void;
  /** Everything so far, and forgets it. */
  take(): string[];
}

/** Answers of the server are not faults of the page, and what a test forbids or cuts on purpose is not either. */
const expected = [
  /the server responded with a status of 4\d\d/,
  /Service Worker registration blocked/,
  /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_(REFUSED|RESET)/,
];

export function collectComplaints(): Complaints {
  let complaints: string[] = [];
  const complain = (page: Page, text: string) => complaints.push(`${new URL(page.url()).pathname}: ${text}`);
  const listenToPage = (page: Page) => {
    page.on('console', (message: ConsoleMessage) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      const text = message.text();
      if (!expected.some((pattern) => pattern.test(text))) complain(page, text);
    });
    page.on('pageerror', (error) => complain(page, error.stack ?? error.message));
  };
  return {
    listenTo: (context) => context.on('page', listenToPage),
    take() {
      const taken = complaints;
      complaints = [];
      return taken;
    },
  };
}
