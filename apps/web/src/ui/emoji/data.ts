/**
 * The emoji that people use, by group. A line is the emoji, then words to find it by: English, a bar, Chinese.
 */
const lines = {
  smileys: `
😀 grin happy|开心 笑
😃 happy smile|开心 大笑
😄 laugh smile|笑 高兴
😁 beam teeth|呲牙 笑
😆 laugh haha|大笑 哈哈
😅 sweat phew|汗 尴尬笑
🤣 rofl rolling|笑翻 打滚
😂 joy tears|笑哭 破涕为笑
🙂 slight smile|微笑
🙃 upside down|倒脸 无奈
😉 wink|眨眼
😊 blush|害羞 微笑
😇 angel halo|天使
🥰 love hearts|喜爱 爱心
😍 heart eyes love|色 花痴
🤩 star struck wow|星星眼 激动
😘 kiss|亲 飞吻
😋 yum tasty|好吃 馋
😛 tongue|吐舌
😜 crazy tongue wink|调皮 鬼脸
🤪 zany|疯 搞怪
🤗 hug|拥抱
🤭 giggle oops|偷笑 捂嘴
🤫 quiet shush|嘘 安静
🤔 think hmm|思考 想
🫡 salute|敬礼 收到
🤐 zip mouth|闭嘴
😐 neutral|无语 面无表情
😶 silent no mouth|沉默
😏 smirk|得意 坏笑
😒 unamused|不屑 不开心
🙄 roll eyes|白眼
😬 grimace awkward|尴尬
😌 relieved|放松 安心
😔 sad pensive|难过 失落
😪 sleepy|困
😴 sleep zzz|睡 睡觉
😷 mask sick|口罩 生病
🤒 fever sick|发烧 生病
🤕 hurt bandage|受伤
🤢 nausea|恶心
🤮 vomit|吐
🤧 sneeze cold|感冒 喷嚏
🥵 hot|热
🥶 cold freeze|冷
😵 dizzy|晕
🤯 mind blown|震惊 爆炸
🥳 party celebrate|庆祝 派对
😎 cool sunglasses|酷 墨镜
🤓 nerd|书呆子
😕 confused|困惑
😟 worried|担心
😮 oh surprised|惊讶
😲 astonished|吃惊
😳 flushed|脸红
🥺 plead puppy|可怜 求求
😨 fear|害怕
😰 anxious sweat|冷汗 紧张
😥 sad relieved|难过
😢 cry tear|哭 流泪
😭 sob cry|大哭
😱 scream|惊恐 尖叫
😖 confounded|纠结
😣 persevere|忍
😞 disappointed|失望
😓 cold sweat|汗 流汗
😩 weary tired|疲惫
🥱 yawn bored|哈欠 无聊
😤 triumph huff|哼 生气
😡 angry rage|愤怒 生气
🤬 swear|骂人
💀 skull dead|骷髅 笑死
💩 poop|便便
🤡 clown|小丑
👻 ghost|鬼
🤖 robot bot|机器人`,
  people: `
👍 thumbs up yes good|赞 好 顶
👎 thumbs down no|踩 差
👌 ok|好的 可以
✌️ victory peace|耶 胜利
🤞 fingers crossed luck|祈祷 好运
🤟 love you|爱你
🤙 call me|打电话
👈 left|左
👉 right|右
👆 up|上
👇 down|下
☝️ one point up|一 注意
👏 clap applause|鼓掌
🙌 hooray raise|万岁 举手
🫶 heart hands|比心
🙏 please thanks pray|谢谢 拜托 合十
🤝 handshake deal|握手 合作
💪 strong muscle|加油 强
👋 wave hello bye|你好 再见 挥手
✋ stop hand|停 举手
👊 fist bump|拳头 碰拳
✊ fist|加油 拳
🫰 finger heart|比心
✍️ write|写
🙋 raise hand|举手 我
🙅 no way|不行
🙆 ok sure|行 可以
🤷 shrug|耸肩 不知道
🤦 facepalm|捂脸 无语
🙇 bow sorry|鞠躬 抱歉
👀 eyes look|看 围观
🧠 brain|大脑
👶 baby|宝宝
👩 woman|女人
👨 man|男人
👵 grandma|奶奶
👴 grandpa|爷爷
👮 police|警察
👷 worker|工人
🧑‍💻 coder computer|程序员
🧑‍🏫 teacher|老师
🧑‍🎓 student graduate|学生 毕业
🏃 run|跑
🚶 walk|走
💃 dance|跳舞
👨‍👩‍👧 family|家庭 家人`,
  nature: `
🪿 goose|鹅 鸿雁 大雁
🐶 dog|狗
🐱 cat|猫
🐭 mouse|鼠
🐰 rabbit|兔
🦊 fox|狐狸
🐻 bear|熊
🐼 panda|熊猫
🐯 tiger|虎
🦁 lion|狮子
🐮 cow|牛
🐷 pig|猪
🐵 monkey|猴
🙈 see no evil|不看 猴
🐔 chicken|鸡
🐧 penguin|企鹅
🐦 bird|鸟
🦋 butterfly|蝴蝶
🐝 bee|蜜蜂
🐢 turtle slow|乌龟 慢
🐍 snake|蛇
🐉 dragon|龙
🐴 horse|马
🐑 sheep|羊
🐟 fish|鱼
🐳 whale|鲸
🌱 sprout grow|发芽 成长
🌲 tree|树
🍀 luck clover|四叶草 好运
🍂 autumn leaf|秋 落叶
🌸 blossom|樱花 花
🌹 rose|玫瑰
🌻 sunflower|向日葵
🌞 sun|太阳
🌙 moon|月亮
⭐ star|星
🌈 rainbow|彩虹
☁️ cloud|云
🌧️ rain|下雨
⛈️ storm|雷雨
❄️ snow|雪
🌊 wave sea|海 浪
🔥 fire hot lit|火
⚡ lightning fast|闪电 快`,
  food: `
🍎 apple|苹果
🍊 orange|橘子
🍉 watermelon|西瓜
🍇 grapes|葡萄
🍓 strawberry|草莓
🍑 peach|桃
🥭 mango|芒果
🍅 tomato|番茄
🥬 vegetable|蔬菜
🌽 corn|玉米
🍚 rice|米饭
🍜 noodles|面条
🥟 dumpling|饺子
🍲 hotpot|火锅
🍱 lunch box|便当
🍣 sushi|寿司
🍞 bread|面包
🥚 egg|蛋
🍔 burger|汉堡
🍕 pizza|披萨
🍟 fries|薯条
🍗 chicken leg|鸡腿
🍦 ice cream|冰淇淋
🎂 cake birthday|蛋糕 生日
🥮 mooncake|月饼
🍬 candy|糖
🍫 chocolate|巧克力
☕ coffee|咖啡
🍵 tea|茶
🧋 bubble tea|奶茶
🍺 beer|啤酒
🍻 cheers|干杯
🥂 toast|碰杯 庆祝
🍷 wine|红酒`,
  things: `
🎉 party tada|庆祝 撒花
🎁 gift present|礼物
🧧 red envelope|红包
🎆 fireworks|烟花
🧨 firecracker|鞭炮
🏮 lantern|灯笼
🎈 balloon|气球
🏆 trophy win|奖杯 冠军
🥇 gold medal|金牌
⚽ football soccer|足球
🏀 basketball|篮球
🏓 ping pong|乒乓
🏸 badminton|羽毛球
🎮 game|游戏
🎵 music|音乐
🎤 sing microphone|唱歌 话筒
🎬 film|电影
📷 camera photo|相机 照片
📱 phone|手机
💻 laptop computer|电脑
⌨️ keyboard|键盘
🔋 battery|电池
💡 idea bulb|灯泡 主意
🔧 tool wrench|扳手 修
🔨 hammer|锤子
⚙️ settings gear|设置 齿轮
🔒 lock|锁
🔑 key|钥匙
📌 pin|图钉 置顶
📎 clip|回形针 附件
✏️ pencil|铅笔
📝 memo note|笔记
📅 calendar date|日历
📈 chart up|上涨 图表
📉 chart down|下跌
📊 bar chart|统计
📖 book read|书 读
📚 books study|书 学习
✉️ mail letter|信 邮件
📦 box package|包裹 快递
🚀 rocket launch|火箭 上线
✈️ plane fly|飞机
🚗 car|汽车
🚄 train|高铁 火车
🚲 bike|自行车
🏠 home|家
🏢 office|公司 办公室
🏫 school|学校
🏥 hospital|医院
⏰ alarm clock|闹钟
⏳ wait hourglass|等 沙漏
💰 money|钱
🛒 cart shopping|购物
💊 medicine|药
☂️ umbrella|伞`,
  symbols: `
❤️ heart love red|爱心 喜欢
🧡 orange heart|橙心
💛 yellow heart|黄心
💚 green heart|绿心
💙 blue heart|蓝心
💜 purple heart|紫心
🖤 black heart|黑心
🤍 white heart|白心
💔 broken heart|心碎
💕 hearts|爱心
💯 hundred perfect|满分 一百
✅ check done yes|完成 对
☑️ check box|勾选
✔️ tick|对勾
❌ cross no|错 不
❗ exclamation important|感叹 重要
❓ question|问号 疑问
⚠️ warning|警告 注意
🚫 forbidden|禁止
⛔ stop no entry|禁止 停
➕ plus add|加
➖ minus|减
🔴 red|红
🟡 yellow|黄
🟢 green|绿
🔵 blue|蓝
⬆️ up|上
⬇️ down|下
➡️ right|右
⬅️ left|左
🔄 refresh again|刷新 循环
🆗 ok|好
🆕 new|新
🔝 top|顶
💬 speech chat|聊天 说话
💭 thought|想法
💤 sleep|睡
💥 boom|爆炸
💦 sweat water|水 汗
✨ sparkles|闪亮
🎯 target goal|目标
🔔 bell|铃 提醒
🔕 mute|静音
📢 announce|公告 喇叭`,
} as const;

export type EmojiGroup = keyof typeof lines;

export interface Emoji {
  emoji: string;
  /** Words to find it by, in both languages. */
  words: string;
}

/** Every group with its emoji, in order. */
export const emojiGroups: readonly { group: EmojiGroup; emojis: readonly Emoji[] }[] = (
  Object.keys(lines) as EmojiGroup[]
).map((group) => ({
  group,
  emojis: lines[group]
    .trim()
    .split('\n')
    .map((line) => {
      const space = line.indexOf(' ');
      return { emoji: line.slice(0, space), words: line.slice(space + 1).replace('|', ' ') };
    }),
}));

/** Those whose words begin with, or in Chinese contain, what is looked for. */
export function findEmojis(query: string): Emoji[] {
  const wanted = query.trim().toLowerCase();
  const found = new Map<string, Emoji>();
  for (const { emojis } of emojiGroups) {
    for (const each of emojis) {
      const matches =
        each.emoji === wanted ||
        each.words
          .split(' ')
          .some((word) => word.startsWith(wanted) || (/\p{Script=Han}/u.test(wanted) && word.includes(wanted)));
      if (matches) found.set(each.emoji, each);
    }
  }
  return [...found.values()];
}
