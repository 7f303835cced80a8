import { Answers, type OpenLine } from '../line.ts';
import { WebSocketClient } from '../web-socket.ts';

/**
 * Socket.IO over a WebSocket alone (Engine.IO protocol 4): `0` open, `40` connect, `42` event, `43` acknowledgement,
 * `2` ping, `3` pong.
 */
export const openSocketIo: OpenLine = async (endpoint, user, onText) => {
  const answers = new Answers();
  const path = `/socket.io/?EIO=4&transport=websocket&user=${user.index}`;
  let connected = () => {};
  const whenConnected = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const socket = await WebSocketClient.open({ ...endpoint, path }, (text) => {
    if (text.startsWith('42')) onText(text);
    else if (text.startsWith('43')) answers.resolve(Number.parseInt(text.slice(2), 10));
    else if (text === '2') socket.send('3');
    else if (text.startsWith('40')) connected();
  });
  socket.send('40');
  await whenConnected;
  return {
    send(room, body) {
      const { id, answer } = answers.next();
      socket.send(`42${id}${JSON.stringify(['send', room, body])}`);
      return answer;
    },
    cut: () => socket.cut(),
  };
};
