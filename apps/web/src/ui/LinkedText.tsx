import { createElement, Fragment } from 'react';
import { splitLinks } from './links.ts';
import { WebLink } from './WebLink.tsx';

/** Plain text in which web addresses can be pressed. */
export function LinkedText({ text }: { text: string }) {
  const parts = splitLinks(text).map((part) =>
    'link' in part ? createElement(WebLink, { href: part.href, children: part.link }) : part.text,
  );
  // By their place: parts have no other name, and never move.
  return createElement(Fragment, null, ...parts);
}
