import Type from 'typebox';

/**
 * Every error that a client can meet: stable code, HTTP status, and in both languages what happened and what to do.
 * `{word}` stands for a parameter; a parameter called `until` is a Time.
 */
export const errors = {
  invalid: {
    status: 400,
    en: 'Something in the request is not as it should be ({field}). Check what you entered and try again.',
    zh: '请求中有不正确的内容（{field}）。请检查输入后重试。',
  },
  too_large: {
    status: 413,
    en: 'That is too large. Make it smaller and try again.',
    zh: '内容过大。请缩小后重试。',
  },
  too_long: {
    status: 400,
    en: 'The text is longer than {limit} characters. Shorten it or send it in parts.',
    zh: '文字超过 {limit} 个字符。请缩短或分多条发送。',
  },
  unknown_command: {
    status: 404,
    en: 'This server does not know that request. Reload the page; if it stays, the server may need an update.',
    zh: '服务器不认识该请求。请刷新页面；若仍然如此，服务器可能需要更新。',
  },
  foreign_origin: {
    status: 403,
    en: 'The request came from another web site. Open Hongyan at its own address.',
    zh: '请求来自其他网站。请从鸿雁自己的网址打开。',
  },
  rate_limited: {
    status: 429,
    en: 'That was too often. Try again in {seconds} seconds.',
    zh: '操作过于频繁。请在 {seconds} 秒后重试。',
  },
  overloaded: {
    status: 503,
    en: 'The server is busy. Nothing was lost; try again in a moment.',
    zh: '服务器繁忙，内容没有丢失。请稍后重试。',
  },
  internal: {
    status: 500,
    en: 'The server failed. Try again; if it stays, tell the administrator the time it happened.',
    zh: '服务器出错。请重试；若仍然如此，请把发生时间告诉管理员。',
  },
  offline: {
    status: 503,
    en: 'The server cannot be reached. Check your connection; unsent messages go out by themselves.',
    zh: '无法连接服务器。请检查网络；未发出的消息会自动发送。',
  },
  not_signed_in: { status: 401, en: 'You are signed out. Sign in to go on.', zh: '你已退出登录。请登录后继续。' },
  forbidden: {
    status: 403,
    en: 'You may not do that here. Ask an admin of the room or the administrator.',
    zh: '你没有权限这样做。请联系房间管理员或系统管理员。',
  },
  administrator_only: {
    status: 403,
    en: 'Only an administrator may do that.',
    zh: '只有系统管理员可以这样做。',
  },
  metrics_closed: {
    status: 403,
    en: 'The metrics are read from the server’s own machine, or with the token that METRICS_TOKEN sets.',
    zh: '指标只能在服务器本机读取，或使用 METRICS_TOKEN 设置的令牌读取。',
  },

  name_invalid: {
    status: 400,
    en: 'A name has 2 to 32 letters or digits of any language; dots, hyphens and underscores may stand between them.',
    zh: '用户名由 2 至 32 个任意语言的文字或数字组成，中间可用点、连字符和下划线。',
  },
  name_taken: { status: 409, en: 'This name is taken. Choose another.', zh: '该用户名已被使用。请换一个。' },
  email_invalid: {
    status: 400,
    en: 'This is not an e-mail address. It looks like name@example.com.',
    zh: '这不是有效的邮箱地址。格式如 name@example.com。',
  },
  email_taken: {
    status: 409,
    en: 'This e-mail address belongs to another account. Use another one.',
    zh: '该邮箱已属于其他账号。请换一个。',
  },
  password_weak: {
    status: 400,
    en: 'This password is too easy to guess. Use at least 8 characters that are not your name or a common word.',
    zh: '密码过于简单。请至少使用 8 个字符，且不要使用用户名或常见词。',
  },
  password_wrong: { status: 403, en: 'The password is not right. Try again.', zh: '密码不正确。请重试。' },
  sign_in_failed: {
    status: 401,
    en: 'Name or password is not right. Try again, or choose a new password.',
    zh: '用户名或密码不正确。请重试，或重设密码。',
  },
  account_unverified: {
    status: 403,
    en: 'Your e-mail address is not verified yet. Open the link in the mail, or let us send it again.',
    zh: '你的邮箱尚未验证。请打开邮件中的链接，或重新发送。',
  },
  already_verified: {
    status: 409,
    en: 'This account is verified already. Sign in, and change its address under Settings → Account.',
    zh: '该账号已经验证。请登录，然后在“设置 → 账号”中更改邮箱。',
  },
  account_locked: {
    status: 403,
    en: 'Too many failed attempts. This sign-in is locked until {until}. Wait, or choose a new password.',
    zh: '失败次数过多，登录已锁定至 {until}。请等待，或重设密码。',
  },
  account_disabled: {
    status: 403,
    en: 'This account is disabled. Ask the administrator of this server.',
    zh: '该账号已被停用。请联系服务器管理员。',
  },
  registration_closed: {
    status: 403,
    en: 'Registration is closed on this server. Ask the administrator for an account.',
    zh: '本服务器未开放注册。请联系管理员获取账号。',
  },
  link_invalid: {
    status: 400,
    en: 'This link is not valid. Copy it whole from the mail, or ask for a new one.',
    zh: '链接无效。请从邮件中完整复制，或重新获取。',
  },
  link_expired: { status: 410, en: 'This link has expired. Ask for a new one.', zh: '链接已过期。请重新获取。' },
  link_used: {
    status: 410,
    en: 'This link was already used. If it was you, sign in; otherwise ask for a new one.',
    zh: '链接已被使用。如果是你本人，请直接登录；否则请重新获取。',
  },
  setup_done: {
    status: 409,
    en: 'This server already has an administrator. Sign in.',
    zh: '本服务器已有管理员。请登录。',
  },
  last_administrator: {
    status: 409,
    en: 'This is the only administrator. Make another one first.',
    zh: '这是唯一的管理员。请先设立另一位管理员。',
  },
  owns_rooms: {
    status: 409,
    en: 'You own rooms with other people. Hand them over or archive them first.',
    zh: '你仍拥有有其他成员的房间。请先转让或归档。',
  },
  image_invalid: {
    status: 400,
    en: 'This is not a picture that can be read. Choose a PNG, JPEG, WebP or GIF.',
    zh: '无法读取该图片。请选择 PNG、JPEG、WebP 或 GIF。',
  },

  user_not_found: { status: 404, en: 'There is no such person.', zh: '没有找到该用户。' },
  not_yourself: { status: 400, en: 'That does not work with yourself.', zh: '不能对自己这样做。' },
  requests_closed: {
    status: 403,
    en: 'This person does not take contact requests.',
    zh: '对方不接受联系人申请。',
  },
  request_not_found: {
    status: 404,
    en: 'This request is no longer open.',
    zh: '该申请已不再有效。',
  },
  already_contacts: { status: 409, en: 'You are already contacts.', zh: '你们已经是联系人。' },
  not_contact: {
    status: 404,
    en: 'This person is not in your contacts. Send a request first.',
    zh: '对方不是你的联系人。请先发送申请。',
  },
  blocked: {
    status: 403,
    en: 'You cannot reach this person.',
    zh: '你无法联系对方。',
  },
  blocked_by_you: {
    status: 403,
    en: 'You blocked this person. Unblock them to go on.',
    zh: '你已屏蔽对方。解除屏蔽后才能继续。',
  },
  too_many: {
    status: 409,
    en: 'The limit of {limit} is reached. Remove some first.',
    zh: '已达到上限（{limit}）。请先清理一些。',
  },

  room_not_found: {
    status: 404,
    en: 'This room does not exist, or you are not in it.',
    zh: '该房间不存在，或你不在其中。',
  },
  room_archived: {
    status: 409,
    en: 'This room is archived; nobody can write in it. An admin of the room can open it again.',
    zh: '该房间已归档，无法发言。房间管理员可重新开放。',
  },
  member_not_found: { status: 404, en: 'This person is not in the room.', zh: '对方不在该房间中。' },
  owner_stays: {
    status: 409,
    en: 'You own this room. Hand it over to another member first.',
    zh: '你是该房间的拥有者。请先转让给其他成员。',
  },
  groups_closed: {
    status: 403,
    en: '{name} lets only contacts add them to rooms. Send an invite link instead.',
    zh: '{name} 只允许联系人将其加入房间。请改为发送邀请链接。',
  },
  messages_closed: {
    status: 403,
    en: '{name} does not take first messages from you. Send a contact request; once it is accepted you can write.',
    zh: '{name} 不接收你主动发来的消息。请先发送联系人申请，对方接受后即可聊天。',
  },
  invite_invalid: {
    status: 410,
    en: 'This invite link no longer works. Ask for a new one.',
    zh: '邀请链接已失效。请向对方索取新的链接。',
  },
  conflict: {
    status: 409,
    en: 'Something else already has this id. Send it as something new.',
    zh: '该标识已被其他内容使用。请作为新内容发送。',
  },

  message_not_found: {
    status: 404,
    en: 'This message does not exist, or you may not see it.',
    zh: '该消息不存在，或你无权查看。',
  },
  message_recalled: { status: 409, en: 'This message was recalled.', zh: '该消息已被撤回。' },
  recall_too_late: {
    status: 409,
    en: 'A message can be recalled within {minutes} minutes. This one is older.',
    zh: '消息只能在 {minutes} 分钟内撤回。该消息已超时。',
  },
  not_a_member: {
    status: 400,
    en: 'Someone whom you mention is not in this room. Remove the mention or add them first.',
    zh: '你提到的人不在该房间中。请移除提及或先邀请其加入。',
  },
} as const satisfies Record<string, { status: number; en: string; zh: string }>;

export type ErrorCode = keyof typeof errors;
export type ErrorParams = Readonly<Record<string, string | number>>;
export type Locale = 'en' | 'zh-CN';

/** RFC 9457. `code` and `params` let a client say it in its reader's language. */
export const ProblemDetails = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  },
  { additionalProperties: false },
);
export type ProblemDetails = Type.Static<typeof ProblemDetails>;

/** An error of the catalogue, thrown by the server's commands and by the SDK alike. */
export class ProblemError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** The HTTP status; of a code that this release does not know, the one that came with it. */
  readonly status: number;

  constructor(code: ErrorCode, params: ErrorParams = {}, status: number = errors[code].status) {
    super(code);
    this.name = 'ProblemError';
    this.code = code;
    this.params = params;
    this.status = status;
  }
}

/** What happened and what to do, in the reader's language. Codes that this release does not know read as `internal`. */
export function errorText(code: string, locale: Locale, params: ErrorParams = {}): string {
  const entry = errors[Object.hasOwn(errors, code) ? (code as ErrorCode) : 'internal'];
  return entry[locale === 'en' ? 'en' : 'zh'].replace(/\{(\w+)\}/g, (_, word: string) => {
    const value = params[word];
    if (word === 'until' && typeof value === 'number') {
      return new Date(value).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
    }
    return value === undefined ? '' : String(value);
  });
}

/** When to come again to a server that is busy and does not say it better. */
const busySeconds = 1;

/** The wire form of an error. One that passes by itself says in `seconds` when to try again. */
export function toProblem(error: ProblemError, locale: Locale): ProblemDetails {
  return {
    type: `urn:hongyan:error:${error.code}`,
    title: errorText(error.code, locale, error.params),
    status: error.status,
    code: error.code,
    params: error.status === 503 ? { seconds: busySeconds, ...error.params } : { ...error.params },
  };
}

/** The other way: codes that this release does not know become `internal` and keep their status. */
export function fromProblem(problem: ProblemDetails): ProblemError {
  if (Object.hasOwn(errors, problem.code)) return new ProblemError(problem.code as ErrorCode, problem.params);
  return new ProblemError('internal', problem.params, problem.status);
}
