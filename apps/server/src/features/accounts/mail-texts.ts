import type { Locale } from '@hongyan/protocol';

interface MailText {
  subject: string;
  text: string;
}

type Texts<P> = Record<Locale, (params: P) => MailText>;

const signature = { en: '\n\nHongyan', 'zh-CN': '\n\n鸿雁' };

function mail<P>(texts: Texts<P>): (locale: Locale, params: P) => MailText {
  return (locale, params) => {
    const { subject, text } = texts[locale](params);
    return { subject, text: text + signature[locale] };
  };
}

interface Linked {
  name: string;
  link: string;
}

export const verificationMail = mail<Linked>({
  en: ({ name, link }) => ({
    subject: 'Confirm your e-mail address',
    text: `Welcome, ${name}!\n\nOpen this link within 24 hours to confirm your e-mail address:\n\n${link}\n\nIf you did not register, do nothing.`,
  }),
  'zh-CN': ({ name, link }) => ({
    subject: '确认你的邮箱',
    text: `${name}，欢迎！\n\n请在 24 小时内打开以下链接以确认邮箱：\n\n${link}\n\n如果你没有注册，请忽略此邮件。`,
  }),
});

export const resetMail = mail<Linked>({
  en: ({ name, link }) => ({
    subject: 'Choose a new password',
    text: `Hello ${name},\n\nOpen this link within one hour to choose a new password:\n\n${link}\n\nIf you did not ask for it, do nothing: your password stays as it is.`,
  }),
  'zh-CN': ({ name, link }) => ({
    subject: '设置新密码',
    text: `${name}，你好：\n\n请在一小时内打开以下链接设置新密码：\n\n${link}\n\n如果不是你本人操作，请忽略此邮件，密码不会改变。`,
  }),
});

export const newEmailMail = mail<Linked>({
  en: ({ name, link }) => ({
    subject: 'Confirm your new e-mail address',
    text: `Hello ${name},\n\nOpen this link within 24 hours to use this address from now on:\n\n${link}\n\nIf you did not ask for it, do nothing.`,
  }),
  'zh-CN': ({ name, link }) => ({
    subject: '确认新的邮箱',
    text: `${name}，你好：\n\n请在 24 小时内打开以下链接以启用此邮箱：\n\n${link}\n\n如果不是你本人操作，请忽略此邮件。`,
  }),
});

export const emailChangedMail = mail<{ name: string; email: string }>({
  en: ({ name, email }) => ({
    subject: 'Your e-mail address was changed',
    text: `Hello ${name},\n\nYour account now uses ${email}. If that was not you, tell the administrator of your server at once.`,
  }),
  'zh-CN': ({ name, email }) => ({
    subject: '你的邮箱已更改',
    text: `${name}，你好：\n\n你的账号现在使用 ${email}。如果不是你本人操作，请立即联系服务器管理员。`,
  }),
});

/** For the owner of an address with which somebody tried to register once more. */
export const alreadyRegisteredMail = mail<Linked>({
  en: ({ name, link }) => ({
    subject: 'You already have an account',
    text: `Hello ${name},\n\nSomebody, perhaps you, tried to use this address for another account. You already have one, named ${name}. Sign in, or choose a new password here:\n\n${link}`,
  }),
  'zh-CN': ({ name, link }) => ({
    subject: '你已有账号',
    text: `${name}，你好：\n\n有人（也许是你）尝试用此邮箱注册另一个账号。你已有账号，用户名为 ${name}。请直接登录，或在此设置新密码：\n\n${link}`,
  }),
});
