/**
 * Names in the order of a dictionary: Chinese ones by their pinyin, among the Latin ones. By `Intl.Collator` (ECMA-402),
 * which knows the usual reading of each character.
 */
const collator = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true, sensitivity: 'base' });

/** The first character, in pinyin order, of each letter with which a syllable can begin. */
const firsts = 'A阿B八C嚓D哒E妸F发G旮H哈J丌K咔L垃M妈N拏O噢P妑Q七R呥S仨T他W屲X夕Y丫Z帀';
const syllables = Array.from({ length: firsts.length / 2 }, (_, index) => ({
  letter: firsts.charAt(index * 2),
  first: firsts.charAt(index * 2 + 1),
}));

const han = /\p{Script=Han}/u;

/** The heading of all names that begin with neither a letter nor a Chinese character. */
const otherInitial = '#';

/** The letter under which a character stands: the first of its pinyin, else itself without accents. */
function letterOf(character: string): string {
  if (han.test(character)) {
    return syllables.findLast(({ first }) => collator.compare(first, character) <= 0)?.letter ?? otherInitial;
  }
  const plain = Array.from(character.normalize('NFKD'))[0] ?? '';
  return /\p{L}/u.test(plain) ? plain.toUpperCase() : otherInitial;
}

/** The letter under which a name stands in a list. */
export function initialOf(name: string): string {
  return letterOf(Array.from(name.trim())[0] ?? '');
}

/** Orders two names: by initial, then as a dictionary does; what has no initial comes last. */
export function compareNames(a: string, b: string): number {
  const [initialA, initialB] = [initialOf(a), initialOf(b)];
  if (initialA === initialB) return collator.compare(a, b);
  if (initialA === otherInitial) return 1;
  if (initialB === otherInitial) return -1;
  return collator.compare(initialA, initialB);
}

/** Whether one of the names contains the query, or has it as the beginning of its initials: "wxm" finds 王小明. */
export function matchesName(query: string, names: readonly string[]): boolean {
  const wanted = fold(query);
  return names.some((name) => {
    const folded = fold(name);
    return folded.includes(wanted) || (han.test(name) && initialsOf(name).startsWith(wanted));
  });
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase().trim();

const initialsOf = (name: string) => Array.from(name.replace(/\s/g, ''), letterOf).join('').toLowerCase();
