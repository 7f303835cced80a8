/** The look of a link in running text, large enough for a finger. */
export const textLink =
  'inline-flex min-h-11 items-center font-medium text-accent-ink underline-offset-4 hover:underline md:min-h-0';
