import { createElement, Fragment, type ReactNode } from 'react';
import { splitLinks, type TextPart } from './links.ts';
import { WebLink } from './WebLink.tsx';

/** Plain text in which web addresses can be pressed. Its parts have no name but their place, and never move. */
export function LinkedText({ text }: { text: string }) {
  return createElement(Fragment, null, ...splitLinks(text).map(draw));
}

function draw(part: TextPart): ReactNode {
  return 'link' in part ? <WebLink href={part.href}>{part.link}</WebLink> : part.text;
}
