import { type ErrorCode, isEmail, isName, limits, ProblemError, passwordFlaw } from '@hongyan/protocol';

/** What somebody enters who makes an account. */
export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

export type FieldErrors = { [Field in keyof NewAccount]?: ErrorCode | undefined };

/** As it goes to the server: without the spaces that keyboards and autofill leave. A password keeps its own. */
export function trimmed({ name, email, password }: NewAccount): NewAccount {
  return { name: name.trim(), email: email.trim(), password };
}

/** What the server would refuse, field by field, in the words of its catalogue. */
export function checkNewAccount(account: NewAccount): FieldErrors {
  const { name, email, password } = trimmed(account);
  const length = Array.from(name.normalize('NFC')).length;
  const errors: FieldErrors = {};
  if (length < limits.name.min || length > limits.name.max || !isName(name)) errors.name = 'name_invalid';
  if (email.length > limits.email || !isEmail(email)) errors.email = 'email_invalid';
  if (passwordFlaw(password, name)) errors.password = 'password_weak';
  return errors;
}

const fieldOf: Partial<Record<ErrorCode, keyof NewAccount>> = {
  name_invalid: 'name',
  name_taken: 'name',
  email_invalid: 'email',
  email_taken: 'email',
  password_weak: 'password',
};

/** The field that a refusal of the server is about; nothing if it is about none. */
export function fieldErrorsOf(error: unknown): FieldErrors {
  const field = error instanceof ProblemError ? fieldOf[error.code] : undefined;
  return field && error instanceof ProblemError ? { [field]: error.code } : {};
}
