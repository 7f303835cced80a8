import type { Words } from '../words.ts';

export const messages: Words<'messages'> = {
  title: '消息',
  kind: { direct: '聊天', group: '群聊', channel: '频道', thread: '话题' },
  event: {
    created: '{{who}}创建了{{room}}',
    createdWith: '{{who}}创建了{{room}}，并邀请了{{people}}',
    joined: '{{who}}加入了{{room}}',
    added: '{{who}}邀请{{people}}加入了{{room}}',
    removed: '{{who}}将{{people}}移出了{{room}}',
    left: '{{who}}退出了{{room}}',
    renamed: '{{who}}将{{room}}名称改为“{{text}}”',
    topic: '{{who}}将{{room}}简介改为“{{text}}”',
    topicCleared: '{{who}}清空了{{room}}简介',
    avatar: '{{who}}更换了{{room}}头像',
    madeAdmin: '{{who}}将{{people}}设为管理员',
    madeMember: '{{who}}取消了{{people}}的管理员身份',
    owner: '{{who}}将{{room}}转让给{{people}}',
    archived: '{{who}}归档了{{room}}',
    unarchived: '{{who}}重新开放了{{room}}',
  },
  preview: {
    you: '你',
    youObject: '你',
    person: '“{{name}}”',
    others_other: '另外 {{count}} 人',
    recalled: '{{who}}撤回了一条消息',
    forwarded: '[转发] {{text}}',
    forwardedMany_other: '[转发] {{count}} 条消息',
  },
};
