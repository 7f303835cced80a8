import { useServerInfo } from '../../app/server-info.ts';

/** Whether this server sends no mail, so that its administrator hands the links out. False until that is known. */
export function useHandedOut(): boolean {
  return useServerInfo().info?.sendsMail === false;
}
