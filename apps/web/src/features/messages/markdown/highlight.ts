import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import markdown from 'highlight.js/lib/languages/markdown';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import shell from 'highlight.js/lib/languages/shell';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = {
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  markdown,
  php,
  python,
  ruby,
  rust,
  shell,
  sql,
  swift,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

/** A run of code in one colour. */
export interface CodeSpan {
  text: string;
  className: string;
}

const purple = 'text-[#7a3e9d] dark:text-[#cfa8f0]';
const green = 'text-[#1a7031] dark:text-[#86d9a0]';
const blue = 'text-[#1d5fa8] dark:text-[#86bdf5]';
const orange = 'text-[#9a4c00] dark:text-[#f0b072]';
const red = 'text-[#b3261e] dark:text-[#ff9d92]';

const colours: Record<string, string> = {
  keyword: purple,
  'selector-tag': purple,
  literal: purple,
  string: green,
  regexp: green,
  addition: green,
  number: orange,
  symbol: orange,
  attr: blue,
  attribute: blue,
  variable: orange,
  'template-variable': orange,
  title: blue,
  section: blue,
  name: blue,
  built_in: orange,
  type: orange,
  tag: blue,
  deletion: red,
  comment: 'text-muted italic',
  quote: 'text-muted italic',
  meta: 'text-muted',
};

/** Longer code stays in one colour: it would hold up the page. In UTF-16 units. */
const longest = 20_000;

/** Code in colours, or null for a language that is not known here. Its text is the same, so nothing moves. */
export function highlight(code: string, language: string): CodeSpan[] | null {
  if (code.length > longest || !hljs.getLanguage(language)) return null;
  return spansOf(hljs.highlight(code, { language, ignoreIllegals: true }).value);
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" };

/** The highlighter answers HTML of nothing but `<span class>`, `</span>` and text; elements are made of it, not HTML. */
function spansOf(html: string): CodeSpan[] {
  const spans: CodeSpan[] = [];
  const open: string[] = [''];
  for (const [part] of html.matchAll(/<span class="[^"]*">|<\/span>|[^<]+/g)) {
    if (part === '</span>') open.pop();
    else if (part.startsWith('<span')) open.push(colourOf(part) || (open.at(-1) ?? ''));
    else
      spans.push({
        text: part.replace(/&(?:amp|lt|gt|quot|#x27);/g, (e) => entities[e] ?? e),
        className: open.at(-1) ?? '',
      });
  }
  return spans;
}

function colourOf(tag: string): string {
  return colours[/hljs-([\w-]+)/.exec(tag)?.[1] ?? ''] ?? '';
}
