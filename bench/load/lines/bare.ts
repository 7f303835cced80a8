import { Answers, type OpenLine } from '../line.ts';
import { WebSocketClient } from '../web-socket.ts';

/** The bare server's socket: see `peers/bare-server.ts`. */
export const openBare: OpenLine = async (endpoint, user, onText) => {
  const answers = new Answers();
  const path = `/?user=${user.index}`;
  const socket = await WebSocketClient.open({ ...endpoint, path }, (text) => {
    if (text.startsWith('{"ack":')) answers.resolve((JSON.parse(text) as { ack: number }).ack);
    else onText(text);
  });
  return {
    send(room, body) {
      const { id, answer } = answers.next();
      socket.send(JSON.stringify({ id, room, body }));
      return answer;
    },
    cut: () => socket.cut(),
  };
};
