import { describe, expect, test } from 'vitest';
import { caretWord } from './caret-word.ts';
import { lengthOf, splitText, trimText, withoutControls } from './split-text.ts';

describe('the word that can be completed', () => {
  /** The caret stands at `|`. */
  const at = (marked: string) => {
    const word = caretWord(marked.replace('|', ''), marked.indexOf('|'));
    return word && `${word.kind} ${word.query}`;
  };

  test.each([
    ['@|', 'mention '],
    ['@wang|', 'mention wang'],
    ['你好@小|', 'mention 小'],
    ['hi @wa|ng', 'mention wa'],
    ['me@wang|', null],
    ['@wang |', null],
    ['@wang| ', 'mention wang'],
    [':sm|', 'emoji sm'],
    [':s|', null],
    ['好 :笑|', 'emoji 笑'],
    ['时间:下午|', null],
    ['12:30|', null],
    [':D|', null],
    ['|@wang', null],
    ['', null],
  ])('%j', (text, expected) => {
    expect(at(text)).toBe(expected);
  });
});

describe('a text that is too long', () => {
  test('is cut between paragraphs, lines, sentences and words, whatever is there', () => {
    expect(splitText('aaaa\n\nbbbb\ncc', 10)).toEqual(['aaaa', 'bbbb\ncc']);
    expect(splitText('aaa\nbbb\nccc', 8)).toEqual(['aaa\nbbb', 'ccc']);
    expect(splitText('今天很好。明天见。再见', 9)).toEqual(['今天很好。明天见。', '再见']);
    expect(splitText('one two three', 9)).toEqual(['one two', 'three']);
    expect(splitText('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
  });

  test('never breaks an emoji, and loses nothing', () => {
    const text = '😀'.repeat(25);
    const parts = splitText(text, 10);
    expect(parts.map(lengthOf)).toEqual([10, 10, 5]);
    expect(parts.join('')).toBe(text);
  });
});

test('blank lines around a text go, spaces that begin it stay', () => {
  expect(trimText('\n  \n  code\n\n')).toBe('  code');
});

test('control characters go, whatever else cannot be seen stays', () => {
  expect(withoutControls('a\0b\u0007c\u001b[0m\u007f\u0085')).toBe('abc[0m');
  expect(withoutControls('a\tb\n👩\u200d💻\u200fשלום')).toBe('a\tb\n👩\u200d💻\u200fשלום');
});
