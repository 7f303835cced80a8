import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { describe, expect, test } from 'vitest';
import { en } from '../../../i18n/en/index.ts';
import { ToastProvider } from '../../../ui/index.ts';
import { emojiOnly } from './emoji-only.ts';
import { highlight } from './highlight.ts';
import { Markdown } from './Markdown.tsx';
import { findMentions, mentionTable, splitWords } from './mentions.ts';

const i18n = i18next.createInstance();
void i18n.init({ lng: 'en', defaultNS: 'common', resources: { en }, initAsync: false });

function render(text: string): string {
  return renderToStaticMarkup(
    <I18nextProvider i18n={i18n}>
      <ToastProvider>
        <Markdown text={text} />
      </ToastProvider>
    </I18nextProvider>,
  );
}

/** The elements without their looks. */
function html(text: string): string {
  return render(text)
    .replace(/ (?:class|dir|tabindex|title)="[^"]*"/g, '')
    .replace(/^<div>|<\/div>$/g, '');
}

describe('text', () => {
  test.each([
    ['**今晚**七点，*别*忘了', '<p><strong>今晚</strong>七点，<em>别</em>忘了</p>'],
    ['**注意：**请带伞', '<p><strong>注意：</strong>请带伞</p>'],
    ['他说**“好的”**之后就走了', '<p>他说<strong>“好的”</strong>之后就走了</p>'],
    ['~~旧价~~ `npm start`', '<p><s>旧价</s> <code>npm start</code></p>'],
    ['snake_case_name and 2 * 3 * 4', '<p>snake_case_name and 2 * 3 * 4</p>'],
    ['一\n二', '<p>一<br/>二</p>'],
    ['# 标题', '<p>标题</p>'],
    ['> 引用\n> 两行', '<blockquote><p>引用<br/>两行</p></blockquote>'],
    ['3. 三\n4. 四', '<ol start="3"><li><div><p>三</p></div></li><li><div><p>四</p></div></li></ol>'],
    ['    four spaces', '<p>four spaces</p>'],
    ['a\n---', '<p>a</p><hr/>'],
  ])('%j', (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  test('a table keeps its rows', () => {
    expect(html('| 名 | 数 |\n|---|--:|\n| 雁 | 2 |')).toBe(
      '<div><table><thead><tr><th>名</th><th>数</th></tr></thead><tbody><tr><td>雁</td><td>2</td></tr></tbody></table></div>',
    );
  });
});

describe('what is hostile', () => {
  test.each([
    ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
    ['<img src=x onerror=alert(1)>', '<p>&lt;img src=x onerror=alert(1)&gt;</p>'],
    ['&lt;b&gt;', '<p>&amp;lt;b&amp;gt;</p>'],
    ['[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
    ['[x](JaVaScRiPt:alert(1))', '<p>[x](JaVaScRiPt:alert(1))</p>'],
    ['[x](data:text/html,hi)', '<p>[x](data:text/html,hi)</p>'],
    ['[x](/local)', '<p>[x](/local)</p>'],
    ['<vbscript:x>', '<p>&lt;vbscript:x&gt;</p>'],
  ])('%j stays words', (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  test('a picture of another site becomes a link, so that nothing is fetched', () => {
    expect(html('![雁](https://example.org/a.png)')).toBe(
      '<p><a href="https://example.org/a.png" target="_blank" rel="noopener noreferrer nofollow">雁</a></p>',
    );
  });

  test('what is nested too deep is shown as it was typed', () => {
    const text = `${'>'.repeat(500)} 在这里`;
    expect(html(text)).toBe(`<p>${'&gt;'.repeat(500)} 在这里</p>`);
  });
});

/** 4,000 characters each, made to keep a parser busy. */
const heavy: Record<string, string> = {
  quotes: '>'.repeat(3999),
  'quotes by line': '> '.repeat(40).concat('a\n').repeat(50).slice(0, 4000),
  lists: '- '.repeat(2000),
  'numbered lists': '1. '.repeat(1333),
  'lists by line': Array.from({ length: 80 }, (_, i) => `${' '.repeat(i)}- a`)
    .join('\n')
    .slice(0, 4000),
  brackets: '['.repeat(4000),
  'bracket pairs': '[a]('.repeat(1000),
  'link in link': '[a](b'.repeat(800),
  pictures: '![['.repeat(1333),
  stars: '*a '.repeat(1333),
  'stars and lines': '*a_ '.repeat(1000),
  'opened only': '**a *b __c _d '.repeat(285),
  strikes: '~~a ~'.repeat(800),
  backticks: Array.from({ length: 88 }, (_, i) => '`'.repeat(i + 1))
    .join(' ')
    .slice(0, 4000),
  fences: '```\n'.repeat(1000),
  tables: `${'|a'.repeat(200)}\n${'|-'.repeat(200)}\n${`${'|b'.repeat(200)}\n`.repeat(8)}`.slice(0, 4000),
  escapes: '\\*'.repeat(2000),
  angles: '<a '.repeat(1333),
  urls: 'http://'.repeat(571),
  'urls with brackets': `http://a.b/${'('.repeat(1900)}${')'.repeat(2000)}`,
  colons: 'https:'.repeat(666),
  signs: '@'.repeat(4000),
  addresses: 'a@b.'.repeat(1000),
  'long address': `${'a.'.repeat(1990)}@b`,
  breaks: '\n'.repeat(4000),
  'deep emphasis': `${'*'.repeat(2000)}a${'*'.repeat(2000)}`,
  marks: 'e\u0301\u0302\u0303'.repeat(1000),
};

describe('4,000 characters that are made to be slow', () => {
  test.each(Object.entries(heavy))('%s', (_, text) => {
    render(`warm ${text.slice(0, 200)}`);
    // The best of a few, in the processor's time: what the text costs, not what else the machine does. Each differs, so
    // that none is kept.
    const times = Array.from({ length: 5 }, (_, round) => {
      const started = process.threadCpuUsage();
      render(text + '.'.repeat(round));
      return process.threadCpuUsage(started).user / 1000;
    });
    // Some 10 to 50 on an idle machine; what grows faster than its text takes many times as much.
    expect(Math.min(...times)).toBeLessThan(500);
  });
});

describe('web addresses', () => {
  test('bare ones become links, whatever stands around them', () => {
    const link = (url: string) => `<a href="${url}" target="_blank" rel="noopener noreferrer nofollow">${url}</a>`;
    expect(html('看https://a.example/x_y_z，好')).toBe(`<p>看${link('https://a.example/x_y_z')}，好</p>`);
    expect(html('(http://a.example)')).toBe(`<p>(${link('http://a.example')})</p>`);
    expect(html('xhttp://a.example')).toBe('<p>xhttp://a.example</p>');
    expect(html('[see https://a.example](https://b.example)')).toContain('href="https://b.example"');
    expect(html('*https://a.example/x*')).toBe(`<p><em>${link('https://a.example/x')}</em></p>`);
    expect(html('https://a.example/路径?a=1&b=雁。')).toBe(
      '<p><a href="https://a.example/%E8%B7%AF%E5%BE%84?a=1&amp;b=%E9%9B%81" target="_blank" rel="noopener noreferrer nofollow">https://a.example/路径?a=1&amp;b=雁</a>。</p>',
    );
    expect(html('看www.a.example，[www.b.example](https://c.example)')).toBe(
      `<p>看${link('http://www.a.example').replace('>http://', '>')}，${link('https://c.example').replace('>https://c', '>www.b')}</p>`,
    );
  });
});

describe('mentions', () => {
  const people = [
    { id: 'ming', name: '王小明' },
    { id: 'mingming', name: '王小明明' },
    { id: 'ann', name: 'Ann' },
    { id: 'annabel', name: 'annabel.lee' },
    { id: 'gone', name: '' },
  ];
  const table = mentionTable(people, true);
  const found = (text: string) => findMentions(text, table);

  test.each([
    ['@王小明你好', ['ming'], false],
    ['你好@王小明明，@ann', ['mingming', 'ann'], false],
    ['@ANN @Annabel.Lee @ann', ['ann', 'annabel'], false],
    ['@annabella @anna', [], false],
    ['mail ann@annabel.lee', [], false],
    ['`@ann` and\n```\n@ann\n```', [], false],
    ['> **@ann**', ['ann'], false],
    ['@all 请看', [], true],
    ['@所有人请看', [], true],
    ['@ @@ @王', [], false],
  ])('%j', (text, mentions, mentionsAll) => {
    expect(found(text)).toEqual({ mentions, mentionsAll });
  });

  test('@all is a word where nobody may call everybody', () => {
    expect(findMentions('@all', mentionTable(people, false))).toEqual({ mentions: [], mentionsAll: false });
  });

  test('words, people and mail addresses come in order', () => {
    expect(splitWords('问 @ann 或 li.lei@example.org。', table)).toEqual([
      { type: 'text', text: '问 ' },
      { type: 'mention', text: '@ann', userId: 'ann' },
      { type: 'text', text: ' 或 ' },
      { type: 'email', text: 'li.lei@example.org' },
      { type: 'text', text: '。' },
    ]);
  });
});

test.each([
  ['👍', 1],
  ['😀 👨‍👩‍👧‍👦', 2],
  ['❤️🇨🇳👋🏽', 3],
  ['😀😀😀😀', 0],
  ['1', 0],
  ['好👍', 0],
  ['', 0],
])('%j is %i large emoji', (text, count) => {
  expect(emojiOnly(text)).toBe(count);
});

describe('highlighting', () => {
  test('keeps every character', () => {
    const code = `const a = "<b>&amp;'x'</b>"; // 雁\n`;
    const spans = highlight(code, 'ts');
    expect(spans?.map((span) => span.text).join('')).toBe(code);
    expect(new Set(spans?.map((span) => span.className)).size).toBeGreaterThan(2);
  });

  test('leaves unknown languages and very long code alone', () => {
    expect(highlight('x', 'klingon')).toBeNull();
    expect(highlight('x'.repeat(20_001), 'js')).toBeNull();
  });
});
