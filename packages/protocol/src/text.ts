import Type from 'typebox';

/** A UUID in lower case, as the server writes it. Clients make UUIDv7 (RFC 9562). */
export const Id = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' });

/** Milliseconds since 1970-01-01 UTC, by the server's clock. At most what `Date` takes (ECMA-262 §21.4.1.1). */
export const Time = Type.Integer({ minimum: 0, maximum: 8.64e15 });

/** A revision of a scope: 0 before the first change. */
export const Rev = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** A message's place in its room: 1, 2, 3 … without holes. */
export const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** Text of at most `max` code points. */
export const Text = (max: number, min = 0) => Type.String({ minLength: min, maxLength: max });

export const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** An object that refuses fields that it does not name. */
export const Shape = <T extends Type.TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

/** One of the given words. */
export const OneOf = <const T extends readonly string[]>(...words: T) => Type.Unsafe<T[number]>(Type.Enum([...words]));

/**
 * The form under which names and e-mail addresses are compared: full-width and half-width letters, composed and
 * decomposed accents, upper and lower case are the same (Unicode NFKC, then lower case).
 */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
}

/** Letters, marks and digits of any script, joined by single `.`, `_`, `-` or `·`. */
const namePattern = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[._·-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*$/u;

/** What is shown as nothing, letters and marks among them: with it two names could look the same. */
const invisible = /\p{Default_Ignorable_Code_Point}/u;

/** Whether a sign-in name has an allowed form. Length is checked by the schema. */
export function isName(name: string): boolean {
  return namePattern.test(name.normalize('NFC')) && !invisible.test(name);
}

/** A practical check: something, an @, a host with a dot or `localhost`. The proof is the mail that arrives. */
export function isEmail(email: string): boolean {
  return /^[^\s@<>",;:\\()[\]\p{Cc}]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(
    email,
  );
}

/** Whether nothing can be seen of a text: only spaces (the empty Braille pattern too), controls and the invisible. */
export function isBlank(text: string): boolean {
  return !/[^\s\u2800\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(text);
}
