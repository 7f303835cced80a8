import { useConnection } from '../../../app/client.tsx';

/** Whether the line to the server is open and the store is where the server is. */
export function useOnline(): boolean {
  return useConnection().state === 'online';
}
