import { Archive, Bell, Copy, MessageCircle, Pencil, Pin, Plus, Smile, Trash2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { initialLocale } from '../i18n/index.ts';
import * as ui from '../ui/index.ts';
import { applyTheme } from '../ui/theme.ts';

const CropDialog = lazy(() => import('../ui/CropDialog.tsx').then((module) => ({ default: module.CropDialog })));

const people = ['王小明', '欧阳娜娜', 'Ada Lovelace', 'jean-luc', '李 雷', 'Zoë', '鸿', '🦆 duck', '产品设计', 'X Æ'];

/** Every component of `ui/` in one place, to look at while building. */
export function Showcase() {
  return (
    <div className="h-full overflow-y-auto bg-canvas">
      <div className="mx-auto grid max-w-5xl gap-4 p-4 md:grid-cols-2">
        <Controls />
        <Fields />
        <Overlays />
        <Rows />
      </div>
      <div className="m-4 h-96 overflow-hidden rounded-2xl border border-line">
        <Panes />
      </div>
    </div>
  );
}

function Controls() {
  const { i18n } = useTranslation();
  const [language, setLanguage] = useState<string>(initialLocale);
  const [tab, setTab] = useState<'one' | 'two'>('one');
  return (
    <ui.Section title="Buttons · 按钮" description="一眼可见，触手可及。">
      <div className="flex flex-wrap gap-2">
        <ui.Button>保存</ui.Button>
        <ui.Button variant="secondary">Cancel</ui.Button>
        <ui.Button variant="ghost">更多</ui.Button>
        <ui.Button variant="danger">删除</ui.Button>
        <ui.Button busy>发送</ui.Button>
        <ui.Button disabled>Disabled</ui.Button>
        <ui.Button size="small" icon={<Plus aria-hidden className="size-4" />}>
          新建群聊
        </ui.Button>
        <ui.CopyButton text="https://example.com/invite/x" />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <ui.IconButton label="提醒" icon={<Bell />} />
        <ui.IconButton label="置顶" icon={<Pin />} pressed />
        <ui.Badge count={3} />
        <ui.Badge count={128} tone="danger" />
        <ui.Badge count={7} tone="muted" />
        <ui.Tag>成员</ui.Tag>
        <ui.Tag tone="accent">管理员</ui.Tag>
        <ui.Tag tone="warning">未验证</ui.Tag>
        <ui.Tag tone="danger">已停用</ui.Tag>
        <ui.Tag tone="success">在线</ui.Tag>
        <ui.Spinner label="加载中" />
      </div>
      <div className="flex flex-wrap gap-2">
        {people.map((name, index) => (
          <ui.Avatar
            key={name}
            id={`${name}${index}`}
            name={name}
            dot={(['online', 'away', 'busy', 'offline'] as const)[index % 4]}
            dotLabel="状态"
            shape={index > 6 ? 'square' : 'round'}
          />
        ))}
      </div>
      <ui.Select
        label="Language · 语言"
        value={language}
        options={[
          { value: 'en', label: 'English' },
          { value: 'zh-CN', label: '简体中文' },
        ]}
        onValue={(next) => {
          setLanguage(next);
          void i18n.changeLanguage(next);
        }}
      />
      <div className="flex gap-2">
        <ui.Button variant="secondary" onClick={() => applyTheme('light')}>
          浅色
        </ui.Button>
        <ui.Button variant="secondary" onClick={() => applyTheme('dark')}>
          深色
        </ui.Button>
      </div>
      <ui.Tabs
        label="Tabs"
        value={tab}
        onValue={setTab}
        items={[
          { value: 'one', label: '全部', content: <p className="p-3">全部消息</p> },
          { value: 'two', label: '未读', count: 5, content: <p className="p-3">未读消息</p> },
        ]}
      />
    </ui.Section>
  );
}

function Fields() {
  const [on, setOn] = useState(true);
  const [query, setQuery] = useState('');
  const [who, setWho] = useState<'everyone' | 'contacts' | 'nobody'>('everyone');
  return (
    <ui.Section title="Fields · 输入">
      <ui.TextField label="用户名" hint="2 至 32 个任意语言的文字或数字" placeholder="小明" />
      <ui.TextField label="邮箱" defaultValue="xiaoming@" error="这不是有效的邮箱地址。格式如 name@example.com。" />
      <ui.PasswordField label="密码" autoComplete="new-password" defaultValue="correct horse" />
      <ui.TextArea label="简介" defaultValue="你好，我是小明。" />
      <ui.SearchField label="搜索聊天" value={query} onValue={setQuery} />
      <ui.Switch label="消息免打扰" hint="不再提醒，仍显示未读数" checked={on} onChecked={setOn} />
      <ui.Checkbox label="我已阅读" checked={on} onChecked={setOn} />
      <ui.RadioGroup
        label="谁能看到我的最后在线时间"
        value={who}
        onValue={setWho}
        options={[
          { value: 'everyone', label: '所有人' },
          { value: 'contacts', label: '联系人', hint: '只有你的联系人' },
          { value: 'nobody', label: '没有人' },
        ]}
      />
    </ui.Section>
  );
}

function Overlays() {
  const toast = ui.useToast();
  const [open, setOpen] = useState<'dialog' | 'confirm' | 'popover' | null>(null);
  const [file, setFile] = useState<Blob | null>(null);
  const [picked, setPicked] = useState('🪿');
  const items: ui.MenuEntry[] = [
    { label: '复制', icon: <Copy />, onSelect: () => toast('已复制') },
    { label: '编辑', icon: <Pencil />, onSelect: () => toast('编辑') },
    { label: '置顶', icon: <Pin />, checked: true, onSelect: () => toast('置顶') },
    'separator',
    { label: '删除', icon: <Trash2 />, danger: true, onSelect: () => setOpen('confirm') },
  ];
  return (
    <ui.Section title="Overlays · 浮层">
      <div className="flex flex-wrap gap-2">
        <ui.Button variant="secondary" onClick={() => setOpen('dialog')}>
          Dialog
        </ui.Button>
        <ui.Button variant="secondary" onClick={() => setOpen('confirm')}>
          Confirm
        </ui.Button>
        <ui.Menu trigger={<ui.Button variant="secondary">Menu</ui.Button>} items={items} />
        <ui.Popover
          label="Popover"
          open={open === 'popover'}
          onOpenChange={(next) => setOpen(next ? 'popover' : null)}
          trigger={<ui.Button variant="secondary">Popover</ui.Button>}
        >
          <p className="p-4">内容</p>
        </ui.Popover>
        <ui.EmojiPicker side="bottom" trigger={<ui.IconButton label="表情" icon={<Smile />} />} onPick={setPicked} />
        <span className="text-2xl">{picked}</span>
        <ui.Button
          variant="secondary"
          onClick={() => toast({ text: '聊天已归档', action: { label: '撤销', onClick: () => toast('已撤销') } })}
        >
          Toast
        </ui.Button>
        <input
          type="file"
          accept="image/*"
          aria-label="Crop"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </div>
      <ui.ContextMenu
        items={items}
        className="rounded-xl border border-dashed border-line-strong p-4 text-center text-muted"
      >
        长按或右键
      </ui.ContextMenu>
      <ui.Banner>我们已发送验证邮件。</ui.Banner>
      <ui.Banner tone="success">邮箱已验证。</ui.Banner>
      <ui.Banner tone="warning">网络已断开，8 秒后重试。</ui.Banner>
      <ui.Banner tone="danger">用户名或密码不正确。请重试，或重设密码。</ui.Banner>
      <ui.Dialog
        open={open === 'dialog'}
        onClose={() => setOpen(null)}
        title="新建群聊"
        description="选择联系人，给群聊起个名字。"
        footer={
          <>
            <ui.Button variant="secondary" onClick={() => setOpen(null)}>
              取消
            </ui.Button>
            <ui.Button onClick={() => setOpen(null)}>创建</ui.Button>
          </>
        }
      >
        <ui.TextField label="群名称" placeholder="周末爬山" />
      </ui.Dialog>
      <ui.ConfirmDialog
        open={open === 'confirm'}
        onClose={() => setOpen(null)}
        title="删除这个联系人？"
        body="聊天记录会保留，但你们将不再是联系人。"
        confirm="删除"
        danger
        onConfirm={() => new Promise((resolve) => setTimeout(resolve, 600))}
      />
      <Suspense>
        {file && (
          <CropDialog file={file} onClose={() => setFile(null)} onUse={async (base64) => toast(`${base64.length}`)} />
        )}
      </Suspense>
    </ui.Section>
  );
}

function Rows() {
  const [now] = useState(Date.now);
  return (
    <ui.Section title="Lists · 列表">
      <div className="-mx-2">
        {people.slice(0, 4).map((name, index) => (
          <ui.ListRow
            key={name}
            selected={index === 1}
            start={<ui.Avatar id={name} name={name} dot="online" dotLabel="在线" />}
            title={name}
            meta={<ui.Time at={now - index * 40 * 3_600_000} />}
            subtitle="今天下午三点开会，别忘了带上方案 and the slides, please"
            end={<ui.Badge count={index * 40} />}
          />
        ))}
      </div>
      <ui.Skeleton className="h-10" />
      <p className="text-sm text-muted">
        <ui.Time at={now - 300_000} as="relative" /> · <ui.Time at={now} as="day" /> · <ui.Time at={now} as="full" />
      </p>
    </ui.Section>
  );
}

function Panes() {
  const [shown, setShown] = useState<'list' | 'main' | 'details'>('list');
  const names = Array.from({ length: 1000 }, (_, index) => `${people[index % people.length]} ${index}`);
  const pane = (content: ReactNode) => <div className="flex min-h-0 flex-1 bg-canvas">{content}</div>;
  return (
    <ui.ThreePane
      shown={shown}
      listLabel="聊天列表"
      list={
        <>
          <ui.PaneHeader title="聊天" actions={<ui.IconButton label="新建" icon={<Plus />} />} />
          <ui.VirtualList
            label="聊天"
            items={names}
            keyOf={(name) => name}
            rowHeight={56}
            row={(name) => (
              <button type="button" className="w-full" onClick={() => setShown('main')}>
                <ui.ListRow start={<ui.Avatar id={name} name={name} />} title={name} subtitle="你好！" />
              </button>
            )}
          />
        </>
      }
      main={
        <>
          <ui.PaneHeader
            title="产品设计"
            subtitle="12 人"
            onBack={() => setShown('list')}
            actions={<ui.IconButton label="详情" icon={<Archive />} onClick={() => setShown('details')} />}
          />
          {pane(<ui.EmptyState icon={<MessageCircle />} title="还没有消息" body="说声你好，开始聊天。" />)}
        </>
      }
      details={<ui.PaneHeader title="详情" onBack={() => setShown('main')} />}
      detailsLabel="详情"
    />
  );
}
