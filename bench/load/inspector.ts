import { WebSocket } from 'ws';

/**
 * Asks a Node process for its memory over the Chrome DevTools protocol. Garbage is collected before, so that what is
 * measured is what is held.
 */
export async function heldHeapBytes(port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`);
  const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target!.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let lastId = 0;
  const ask = <T>(method: string) => {
    lastId += 1;
    const id = lastId;
    return new Promise<T>((resolve) => {
      const hear = (data: Buffer) => {
        const answer = JSON.parse(data.toString()) as { id: number; result: T };
        if (answer.id !== id) return;
        socket.off('message', hear);
        resolve(answer.result);
      };
      socket.on('message', hear);
      socket.send(JSON.stringify({ id, method }));
    });
  };
  // Twice: what a finalizer lets go of is garbage only then.
  await ask('HeapProfiler.collectGarbage');
  await ask('HeapProfiler.collectGarbage');
  const usage = await ask<{ usedSize: number; backingStorageSize?: number }>('Runtime.getHeapUsage');
  socket.close();
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}
