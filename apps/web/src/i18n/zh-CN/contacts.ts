import type { Words } from '../words.ts';

export const contacts: Words<'contacts'> = {
  title: '通讯录',
  filter: '搜索联系人',
  starred: '星标联系人',
  star: '设为星标',
  unstar: '取消星标',
  none: {
    title: '你认识的人',
    body: '选择一位联系人，查看近况、发消息或记下备注。',
  },
  empty: {
    title: '还没有联系人',
    body: '输入对方完整的用户名或邮箱，发送好友申请。',
  },
  noMatch: {
    title: '没有匹配的联系人',
    body: '没有名字包含“{{query}}”的联系人。对方也许在本服务器上。',
    action: '在服务器上查找',
  },
  add: {
    open: '添加联系人',
    title: '添加联系人',
    body: '输入对方完整的用户名或邮箱地址。',
    find: '查找',
    already: '你们已经是联系人。',
  },
  requests: {
    title: '好友申请',
    waiting_other: '{{count}} 条申请等待处理',
    empty: '没有好友申请',
    emptyBody: '有人想添加你时，会显示在这里。你也可以主动添加对方。',
    received: '收到的申请',
    noneReceived: '没有等待你处理的申请。',
    sent: '发出的申请',
    earlier: '历史申请',
    accepted: '已接受',
    declined: '已拒绝',
    withdrawn: '已撤回',
    withdraw: '撤回',
  },
  blocked: {
    title: '已屏蔽的人',
    body: '他们无法给你发消息、查找你或看到你是否在线，你也无法联系他们。',
    empty: '你没有屏蔽任何人',
    emptyBody: '要屏蔽某人，请打开对方的名片并选择“屏蔽”。',
  },
  facts: {
    title: '我的备注',
    body: '仅自己可见。',
    group: '分组',
    phone: '电话',
    address: '地址',
    notes: '描述',
    since: '添加时间',
  },
  edit: {
    open: '编辑备注',
    title: '编辑联系人',
    groupHint: '同一分组的联系人会排在一起。可选择已有分组，或输入新的名称。',
  },
  remove: {
    open: '删除联系人',
    title: '删除联系人“{{name}}”？',
    body: '你也会从对方的通讯录中消失，你记录的备注会被删除。聊天记录会保留。',
    confirm: '删除',
  },
};
