import { socketProtocol } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { Answers, type OpenLine } from '../line.ts';
import { WebSocketClient } from '../web-socket.ts';

/** Hongyan's own socket, as the SDK uses it. */
export const openHongyan: OpenLine = async (endpoint, user, onText) => {
  const answers = new Answers();
  const protocols = [socketProtocol, `bearer.${user.secret}`];
  const socket = await WebSocketClient.open({ ...endpoint, path: '/socket', protocols }, (text) => {
    if (!text.startsWith('{"id":')) return onText(text);
    const answer = JSON.parse(text) as { id: number; error?: { code: string } };
    if (answer.error) answers.reject(answer.id, answer.error.code);
    else answers.resolve(answer.id);
  });
  return {
    send(room, text) {
      const { id, answer } = answers.next();
      const args = { roomId: endpoint.roomNames[room], id: uuidv7(), text };
      socket.send(JSON.stringify({ id, op: 'message.send', args }));
      return answer;
    },
    cut: () => socket.cut(),
  };
};
